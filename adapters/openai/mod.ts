/**
 * The ChatModel port over any server that speaks OpenAI's chat completions.
 * @module
 */
export { OpenAiModel, type OpenAiModelOptions } from "./openai_model.ts";
