/**
 * Runs in a real browser: feeds its decoder what a test made, and says what it shows then.
 * @module
 */
import { decodePassing } from '/assets/passing.js';
import { PictureDecoder } from '/assets/picture.js';
import { ProtocolError } from '/assets/protocol-error.js';
import { Screen } from '/assets/screen.js';
import { Way } from '/assets/ways.js';

// What a test's steps are; see BrowserDecoder.java.
const NEW_UNIT = 0;
const FRAME = 1;
const REPORT = 2;

/** A mode of one pixel: what the other end's decoder shows at first. */
const ONE_PIXEL = Uint8Array.of(1, 0, 1, 0, 1);

const FNV_START = 0x811C9DC5 | 0;
const FNV_FACTOR = 0x01000193;

/**
 * What a unit shows, as docs/vectors/pictures.txt says it.
 * @param {PictureDecoder} unit
 */
function describe(unit) {
  const { width, height, rgba, cursor, pointer } = unit;
  const shape = cursor.rgba.reduce((sum, byte) => Math.imul(sum ^ byte, FNV_FACTOR), FNV_START);
  return `${width}x${height} ${hashOf(rgba)} pointer ${cursor.width}x${cursor.height}+${cursor.hotX}+${cursor.hotY} `
      + `${hex(shape)} ${pointer?.visible ? `at ${pointer.x},${pointer.y}` : 'hidden'}`;
}

/** @param {Uint8ClampedArray} rgba */
function hashOf(rgba) {
  let hash = FNV_START;
  for (let i = 0; i < rgba.length; i += 4) {
    hash = Math.imul(Math.imul(Math.imul(hash ^ rgba[i], FNV_FACTOR) ^ rgba[i + 1], FNV_FACTOR) ^ rgba[i + 2], FNV_FACTOR);
  }
  return hex(hash);
}

/** @param {number} hash */
function hex(hash) {
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * Takes a batch of steps and returns a line for each report: what is shown, or "bad" after a frame that was refused.
 * @returns {Promise<{lines: string[], millis: number}>}
 */
async function decodeBatch() {
  const batch = new Uint8Array(await (await fetch('/batch')).arrayBuffer());
  const view = new DataView(batch.buffer);
  const lines = [];
  let unit = new PictureDecoder();
  let bad = false;
  let millis = 0;
  let at = 0;
  while (at < batch.length) {
    switch (batch[at++]) {
      case NEW_UNIT:
        unit = new PictureDecoder();
        unit.decode(ONE_PIXEL);
        bad = false;
        break;
      case FRAME: {
        const length = view.getUint32(at);
        at += 4;
        const frame = batch.subarray(at, at + length);
        at += length;
        if (!bad) {
          const start = performance.now();
          bad = !await isTaken(unit, frame);
          millis += performance.now() - start;
        }
        break;
      }
      case REPORT:
        lines.push(bad ? 'bad' : describe(unit));
        break;
      default:
        throw new Error('a batch that nobody made');
    }
  }
  return { lines, millis };
}

/**
 * Shows a batch of steps on the page's own screen, as the seat does, and returns a line for each report: what the canvas shows
 * and how many of its tiles came as passing pictures.
 * @returns {Promise<{lines: string[], millis: number}>}
 */
async function showBatch() {
  const batch = new Uint8Array(await (await fetch('/batch')).arrayBuffer());
  const view = new DataView(batch.buffer);
  const [canvas, tiles, pointer] = Array.from({ length: 3 }, () => document.createElement('canvas'));
  const frame = document.createElement('div');
  frame.append(canvas, tiles, pointer);
  document.body.replaceChildren(frame);
  const screen = new Screen({ stage: document.body, frame, canvas, tiles, pointer });
  screen.tileColours.switch(true);
  const lines = [];
  let millis = 0;
  let at = 0;
  while (at < batch.length) {
    switch (batch[at++]) {
      case FRAME: {
        const length = view.getUint32(at);
        at += 4;
        const commands = batch.subarray(at, at + length);
        at += length;
        const last = batch[at] === REPORT;
        await screen.draw(commands, last);
        millis += last ? screen.drawingMillis : 0;
        break;
      }
      case REPORT: {
        const passing = screen.tileColours.ways.filter((way) => way === Way.PASSING).length;
        lines.push(`${canvas.width}x${canvas.height} ${hashOf(screen.pixels())} passing ${passing}`);
        break;
      }
      default:
        throw new Error('a batch that nobody made');
    }
  }
  return { lines, millis };
}

/**
 * @param {PictureDecoder} unit
 * @param {Uint8Array} frame
 */
async function isTaken(unit, frame) {
  try {
    unit.decode(frame);
    const passing = unit.takePassing();
    if (passing.length > 0) {
      await decodePassing(passing);
    }
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) {
      return false;
    }
    throw error;
  }
}

/** Reads the vectors and returns what differs. @returns {Promise<{frames: number, wrong: string[]}>} */
async function checkVectors() {
  const wrong = [];
  let frames = 0;
  let unit = new PictureDecoder();
  let name = '';
  let commands = '';
  for (const line of (await (await fetch('/vectors')).text()).split('\n')) {
    if (line.startsWith('[')) {
      unit = new PictureDecoder();
      name = line;
    } else if (line.startsWith('=')) {
      const taken = await isTaken(unit, Uint8Array.from(commands.match(/../g) ?? [], (byte) => parseInt(byte, 16)));
      commands = '';
      frames++;
      if (!taken || line !== `= ${describe(unit)}`) {
        wrong.push(`${name} ${line}, but it is ${describe(unit)}`);
      }
    } else if (!line.startsWith('#')) {
      commands += line;
    }
  }
  return { frames, wrong };
}

Object.assign(window, { decodeBatch, showBatch, checkVectors });
