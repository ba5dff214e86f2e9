/** A server that speaks OpenAI's protocol, at the address it usually has on the machine it runs on. */
export interface LocalServer {
  /** As a flag names it. */
  name: string;
  title: string;
  url: string;
  /** The path that lists its models. */
  models: string;
}

/** The ports are the defaults of each program's own documentation. */
export const LOCAL_SERVERS: readonly LocalServer[] = [
  { name: "ollama", title: "Ollama", url: "http://127.0.0.1:11434", models: "/api/tags" },
  { name: "lmstudio", title: "LM Studio", url: "http://127.0.0.1:1234", models: "/v1/models" },
  { name: "llamacpp", title: "llama.cpp", url: "http://127.0.0.1:8080", models: "/v1/models" },
];
