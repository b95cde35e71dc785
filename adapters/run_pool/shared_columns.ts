/**
 * The same plain data with every column of numbers on shared memory: handed to any number of workers it is there once. Columns
 * that are one in the given data are one in the copy.
 */
export function withSharedColumns<Data>(data: Data): Data {
  const moved = new Map<Float64Array, Float64Array>();
  const copy = (value: unknown): unknown => {
    if (value instanceof Float64Array) {
      const shared = moved.get(value) ?? onSharedMemory(value);
      moved.set(value, shared);
      return shared;
    }
    if (Array.isArray(value)) return value.map(copy);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)]));
  };
  return copy(data) as Data;
}

function onSharedMemory(column: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
