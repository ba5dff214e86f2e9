import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRunFolder } from "../system/run-folder.js";

const RATE = 16_000;
const SAMPLE_BYTES = 2;
const HEADER_BYTES = 44;

/** Calls with a file of one second of silence, which is harmless to ask for; it is gone afterwards. */
export async function withSilence<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
  const { folder } = makeRunFolder("");
  const file = join(folder, "silence.wav");
  try {
    writeFileSync(file, silentWav());
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A second of mono PCM samples of 16 bits, all zero, in the canonical RIFF header of 44 bytes. */
function silentWav(): Buffer {
  const samples = RATE * SAMPLE_BYTES;
  const wav = Buffer.alloc(HEADER_BYTES + samples);
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(HEADER_BYTES - 8 + samples, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16); // bytes of the format that follows
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // channels
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * SAMPLE_BYTES, 28);
  wav.writeUInt16LE(SAMPLE_BYTES, 32);
  wav.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(samples, 40);
  return wav;
}
