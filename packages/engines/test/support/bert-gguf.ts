import { type GgufTensor, writeGguf } from "./write-gguf.ts";

const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
const size = 32;
const feedForward = 16;

/**
 * Writes a model of BERT's shape that knows some words, each by a direction of its own; its one block adds to each word
 * the mean of all. Texts of the same words are alike, whatever their order.
 *
 * @param words up to 28
 * @param use its scores rise with how much of what it reads is the first of the words
 */
export function writeBertGguf(path: string, words: readonly string[], use: "embeddings" | "rerank"): void {
  // As llama.cpp's converter has them: a beginning of a word is marked.
  const tokens = [...special, ...words.map((word) => `▁${word}`)];
  const zeros = (...shape: readonly number[]): GgufTensor => ({
    shape,
    data: new Float32Array(shape.reduce((product, length) => product * length, 1)),
  });
  const ones = (): GgufTensor => ({ shape: [size], data: new Float32Array(size).fill(1) });
  const embedding = zeros(size, tokens.length);
  // Each word has a direction of its own; those of the special ones are of no word.
  for (const id of tokens.keys()) embedding.data[id * size + id] = 4;
  const identity = (): GgufTensor => {
    const matrix = zeros(size, size);
    for (let i = 0; i < size; i++) matrix.data[i * size + i] = 1;
    return matrix;
  };
  const score = zeros(size, 1);
  score.data[special.length] = 4;
  const head = {
    "cls.weight": identity(),
    "cls.bias": zeros(size),
    "cls.output.weight": score,
    "cls.output.bias": zeros(1),
  };
  writeGguf(
    path,
    {
      "general.architecture": "bert",
      "general.name": "by-words",
      "bert.context_length": 64,
      "bert.embedding_length": size,
      "bert.block_count": 1,
      "bert.feed_forward_length": feedForward,
      "bert.attention.head_count": 1,
      "bert.attention.layer_norm_epsilon": 1e-5,
      "bert.attention.causal": false,
      "bert.pooling_type": use === "rerank" ? 4 : 1,
      "tokenizer.ggml.model": "bert",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.token_type": new Int32Array(tokens.map((token) => (special.includes(token) ? 3 : 1))),
      "tokenizer.ggml.token_type_count": 1,
      "tokenizer.ggml.padding_token_id": 0,
      "tokenizer.ggml.unknown_token_id": 1,
      "tokenizer.ggml.bos_token_id": 2,
      "tokenizer.ggml.cls_token_id": 2,
      "tokenizer.ggml.eos_token_id": 3,
      "tokenizer.ggml.seperator_token_id": 3,
      "tokenizer.ggml.add_bos_token": true,
      "tokenizer.ggml.add_eos_token": true,
    },
    {
      "token_embd.weight": embedding,
      "token_types.weight": zeros(size, 1),
      "position_embd.weight": zeros(size, 64),
      "token_embd_norm.weight": ones(),
      "token_embd_norm.bias": zeros(size),
      // Without queries and keys, attention is the mean.
      "blk.0.attn_q.weight": zeros(size, size),
      "blk.0.attn_q.bias": zeros(size),
      "blk.0.attn_k.weight": zeros(size, size),
      "blk.0.attn_k.bias": zeros(size),
      "blk.0.attn_v.weight": identity(),
      "blk.0.attn_v.bias": zeros(size),
      "blk.0.attn_output.weight": identity(),
      "blk.0.attn_output.bias": zeros(size),
      "blk.0.attn_output_norm.weight": ones(),
      "blk.0.attn_output_norm.bias": zeros(size),
      "blk.0.ffn_up.weight": zeros(size, feedForward),
      "blk.0.ffn_up.bias": zeros(feedForward),
      "blk.0.ffn_down.weight": zeros(feedForward, size),
      "blk.0.ffn_down.bias": zeros(size),
      "blk.0.layer_output_norm.weight": ones(),
      "blk.0.layer_output_norm.bias": zeros(size),
      ...(use === "rerank" && head),
    },
  );
}
