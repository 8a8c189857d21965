/** A user or password as it stands in a URL; a bare `%` is meant as it stands. */
export function decodeUserInfo(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
