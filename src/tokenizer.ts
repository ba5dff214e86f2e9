/** Counts the tokens of a text. */
type CountTokens = (text: string) => number;

/** OpenAI's tokenizer o200k, loaded when it is first asked for: that takes about 200 ms. */
export async function loadTokenizer(): Promise<CountTokens> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  return (text) => countTokens(text);
}
