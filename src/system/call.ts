/** node:http rather than fetch, whose first use costs a tick a tenth of a second and 40 MB. */
export async function call(
  method: "GET" | "POST",
  url: string,
  { body, timeout }: { body?: string; timeout: number },
): Promise<void> {
  const { request } = await (url.startsWith("https:") ? import("node:https") : import("node:http"));
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method, headers, signal: AbortSignal.timeout(timeout) }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) response.on("end", resolve);
      else reject(new Error(`${new URL(url).host} answered ${status}`));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
