/** About four characters a token, as the GPT tokenizers have it for English; messages cost a few tokens themselves. */
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_OF_A_MESSAGE = 4;

export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

export function promptTokens(messages: readonly { readonly content: string }[], schema: unknown): number {
  const words = messages.reduce((sum, { content }) => sum + tokensOf(content) + TOKENS_OF_A_MESSAGE, 0);
  return words + (schema === undefined ? 0 : tokensOf(JSON.stringify(schema)));
}
