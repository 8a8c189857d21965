export function javaPattern(pattern: string): { fault: string | undefined; findsIn: (t: string) => boolean | undefined } {
  try { const r = new RegExp(pattern); return { fault: undefined, findsIn: (t) => r.test(t) } } catch (e) { return { fault: String(e), findsIn: () => false } }
}
