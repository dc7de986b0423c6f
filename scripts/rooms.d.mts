export interface Room {
  readonly name: string;
  readonly purpose: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
  readonly node: boolean;
  readonly vscode: boolean;
}
export const rooms: readonly Room[];
