import type { FileNode } from './ast.ts'
export function fileFromDescriptorText(_t: string): FileNode | undefined {
  return undefined
}
