import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv/dist/2020";

interface Operation {
  requestBody?: { content: Record<string, { schema: unknown }>; required?: boolean };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
}

const VARIABLE = "REELGRAPH_PROVIDER_SPECS";

/** The folder with the providers' public descriptions; null where there is none: then nothing is checked, and it says so. */
export function findSpecs(): string | null {
  const folder = process.env[VARIABLE] ?? path.resolve(process.cwd(), "../shared/specs");
  return existsSync(path.join(folder, "openai.json")) ? folder : null;
}

/** Judges requests and answers by a provider's own OpenAPI document. */
export class SpecChecker {
  private readonly ajv: Ajv;
  private readonly forms: Ajv;
  private readonly description: Description;
  private readonly compiled = new Map<string, ValidateFunction>();

  private constructor(file: string) {
    // Alternatives overlap in OpenAI's document, so `oneOf` is read as `anyOf`; 3.0's `nullable` becomes a type.
    const text = readFileSync(file, "utf8").replaceAll('"oneOf":', '"anyOf":');
    this.description = JSON.parse(text, withNull) as Description;
    const options = { strict: false, validateFormats: false } as const;
    this.ajv = new Ajv(options);
    // A form knows only text.
    this.forms = new Ajv({ ...options, coerceTypes: "array" });
    for (const ajv of [this.ajv, this.forms]) ajv.addSchema({ $id: "spec:/", ...this.description });
  }

  static open(folder: string | null, file: string): SpecChecker | null {
    return folder === null ? null : new SpecChecker(path.join(folder, file));
  }

  /** What is wrong with a request, each in a sentence; empty when it satisfies the description. */
  checkRequest(request: { method: string; path: string; contentType: string; body: unknown }): string[] {
    const found = this.find(request.method, request.path);
    if (found === null) return [`${request.method} ${request.path} is not in the description.`];
    const { template, operation } = found;
    const content = operation.requestBody?.content;
    if (content === undefined) return [];
    const type = request.contentType.split(";")[0] ?? "";
    if (content[type] === undefined) return [`${request.method} ${request.path} does not take ${type}.`];
    const pointer = [
      "paths",
      template,
      request.method.toLowerCase(),
      "requestBody",
      "content",
      type,
      "schema",
    ];
    const validate = this.validator(type === "multipart/form-data" ? this.forms : this.ajv, pointer);
    return faults(validate, request.body, `${request.method} ${request.path}`);
  }

  /** The same for an answer of the fakes themselves, so that nothing is proved against a provider that doesn't exist. */
  checkAnswer(answer: { method: string; path: string; status: number; body: unknown }): string[] {
    const found = this.find(answer.method, answer.path);
    const schema = found?.operation.responses[String(answer.status)]?.content?.["application/json"];
    if (!found || schema === undefined) return [];
    const pointer = [
      ...["paths", found.template, answer.method.toLowerCase(), "responses", String(answer.status)],
      ...["content", "application/json", "schema"],
    ];
    return faults(
      this.validator(this.ajv, pointer),
      answer.body,
      `answer to ${answer.method} ${answer.path}`,
    );
  }

  private find(method: string, requested: string): { template: string; operation: Operation } | null {
    for (const [template, operations] of Object.entries(this.description.paths)) {
      const pattern = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
      const operation = operations[method.toLowerCase()];
      if (operation && pattern.test(requested)) return { template, operation };
    }
    return null;
  }

  private validator(ajv: Ajv, pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((part) =>
      encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
    );
    const reference = `spec:/#/${escaped.join("/")}`;
    const key = `${ajv === this.forms}${reference}`;
    const known = this.compiled.get(key);
    if (known) return known;
    const validate = ajv.compile({ $ref: reference });
    this.compiled.set(key, validate);
    return validate;
  }
}

function faults(validate: ValidateFunction, body: unknown, what: string): string[] {
  if (validate(body)) return [];
  const worst = (validate.errors ?? []).slice(0, 3);
  return worst.map(({ instancePath, message }) => `${what}: ${instancePath || "the body"} ${message}.`);
}

function withNull(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("nullable" in value) || value.nullable !== true)
    return value;
  const { nullable: _nullable, ...schema } = value;
  return { anyOf: [schema, { type: "null" }] };
}
