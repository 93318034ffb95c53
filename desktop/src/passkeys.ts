/** Passkeys and security keys: the browser's credentials, passed to and from the server as JSON (WebAuthn level 3). */
import { around } from "./page.ts";

type Json = Record<string, unknown>;
interface Options {
  publicKey: Json & { authenticatorSelection?: Json };
}

function bytes(text: string): ArrayBuffer {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Challenge, ids and the user handle arrive as base64url and are wanted as bytes. */
function decoded(key: Json): Json {
  const ids = (list: unknown): unknown => (list as { id: string }[] | undefined)?.map((one) => ({ ...one, id: bytes(one.id) }));
  const user = key["user"] as { id: string } | undefined;
  return {
    ...key,
    challenge: bytes(key["challenge"] as string),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(key["allowCredentials"] ? { allowCredentials: ids(key["allowCredentials"]) } : {}),
    ...(key["excludeCredentials"] ? { excludeCredentials: ids(key["excludeCredentials"]) } : {}),
  };
}

function encoded(credential: PublicKeyCredential): string {
  const answer = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const parts: [string, ArrayBuffer | null | undefined][] = [
    ["clientDataJSON", answer.clientDataJSON],
    ["attestationObject", answer.attestationObject],
    ["authenticatorData", answer.authenticatorData],
    ["signature", answer.signature],
    ["userHandle", answer.userHandle],
  ];
  const response: Json = Object.fromEntries(parts.filter(([, part]) => part).map(([name, part]) => [name, text(part!)]));
  if (answer.attestationObject) response["transports"] = answer.getTransports?.() ?? [];
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function created(options: Options, passwordless: boolean): Promise<PublicKeyCredential> {
  const selection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
    ...(passwordless && { userVerification: "required" }),
  };
  const publicKey = decoded({ ...options.publicKey, authenticatorSelection: selection });
  return (await navigator.credentials.create({ publicKey } as unknown as CredentialCreationOptions)) as PublicKeyCredential;
}

async function asked(options: Options): Promise<PublicKeyCredential> {
  const publicKey = decoded(options.publicKey);
  return (await navigator.credentials.get({ publicKey } as unknown as CredentialRequestOptions)) as PublicKeyCredential;
}

async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const given = form.dataset["options"];
  if (given) return JSON.parse(given) as Options;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return ((await answer.json()) as { request_options: Options }).request_options;
}

async function run(form: HTMLFormElement): Promise<void> {
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  if (said) said.hidden = true;
  try {
    const options = await optionsOf(form);
    const passwordless = form.querySelector<HTMLInputElement>("input[name='passwordless']")?.checked ?? false;
    const credential = form.dataset["passkey"] === "add" ? await created(options, passwordless) : await asked(options);
    form.querySelector<HTMLInputElement>("input[name='credential']")!.value = encoded(credential);
    form.submit();
  } catch {
    if (said) said.hidden = false; // refused by the person, no key at hand, or a browser without passkeys
  }
}

document.addEventListener("submit", (event) => {
  const form = around<HTMLFormElement>(event, "form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  void run(form);
});
