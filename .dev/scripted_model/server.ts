/** A server on loopback that speaks chat completions for real; what it says is scripted. */
import { answer, type Said } from "./script.ts";
import { z } from "zod";

/** The name under which it answers: never a real model's. */
export const SCRIPTED_MODEL = "scripted-1";

const requestSchema = z.object({
  model: z.literal(SCRIPTED_MODEL),
  messages: z.array(z.object({
    role: z.enum(["system", "user", "assistant", "tool"]),
    content: z.string().nullable(),
    tool_call_id: z.string().optional(),
    tool_calls: z.array(z.object({ id: z.string(), type: z.literal("function"), function: z.unknown() }))
      .optional(),
  })).min(2),
  tools: z.array(z.object({
    type: z.literal("function"),
    function: z.object({
      name: z.string(),
      description: z.string(),
      parameters: z.looseObject({ type: z.string() }),
    }),
  })).optional(),
  response_format: z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({
      name: z.string(),
      strict: z.boolean(),
      schema: z.looseObject({ type: z.string() }),
    }),
  }).optional(),
  max_completion_tokens: z.int().positive(),
});

type ScriptedRequest = z.output<typeof requestSchema>;

/** A running server. */
export interface ScriptedServer {
  readonly baseUrl: string;
  /** How often it was asked. */
  asked(): number;
  close(): Promise<void>;
}

/** Starts it; `onAnswer` hears how long a model would have taken, ms. */
export function serveScriptedModel(onAnswer: (ms: number) => void = () => undefined): ScriptedServer {
  let asked = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => undefined },
    async (request) => {
      if (new URL(request.url).pathname !== "/v1/chat/completions") return refuse(404, "no such path");
      const parsed = requestSchema.safeParse(await request.json());
      if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
      asked++;
      const said = answer(parsed.data.messages);
      const completion = completionOf(parsed.data, said);
      // As if it wrote fifty tokens a second after three quarters of a second.
      onAnswer(750 + completion.usage.completion_tokens * 20);
      return Response.json(completion);
    },
  );
  return {
    baseUrl: `http://127.0.0.1:${server.addr.port}/v1`,
    asked: () => asked,
    close: () => server.shutdown(),
  };
}

function refuse(status: number, message: string): Response {
  return Response.json({ error: { message, type: "invalid_request_error", code: null } }, { status });
}

function completionOf({ messages }: ScriptedRequest, said: Said) {
  const prompt = messages.map(({ content }) => content ?? "").join("\n");
  const text = "text" in said ? said.text : JSON.stringify(said.calls);
  const message = "text" in said ? { role: "assistant", content: said.text } : {
    role: "assistant",
    content: null,
    tool_calls: said.calls.map(({ name, arguments: args }, index) => ({
      id: `call_${messages.length}_${index}`,
      type: "function",
      function: { name, arguments: args },
    })),
  };
  const cached = tokensOf(messages[0].content ?? "");
  return {
    id: "scripted",
    object: "chat.completion",
    created: 0,
    model: SCRIPTED_MODEL,
    choices: [{ index: 0, message, finish_reason: "text" in said ? "stop" : "tool_calls" }],
    usage: {
      prompt_tokens: tokensOf(prompt),
      completion_tokens: tokensOf(text),
      total_tokens: tokensOf(prompt) + tokensOf(text),
      prompt_tokens_details: { cached_tokens: cached },
    },
  };
}

/** Four letters make a token, as a rule of thumb. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
