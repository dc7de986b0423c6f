export function schemaTexts(schema: unknown): string[];
