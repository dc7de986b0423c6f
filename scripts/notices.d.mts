export function thirdPartyNotices(root: string, inputs: readonly string[]): string;
