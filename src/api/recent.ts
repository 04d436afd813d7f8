export interface Recent<T> {
  put(id: string, value: T): void;
  get(id: string): T | null;
}

/**
 * The last things put, as JSON: at most `count` of them and `bytes` in all, the oldest out first.
 * A thing that alone is larger is not kept.
 */
export function recent<T>({ count, bytes }: { readonly count: number; readonly bytes: number }): Recent<T> {
  const texts = new Map<string, Buffer>();
  let total = 0;
  const drop = (id: string) => {
    total -= texts.get(id)?.length ?? 0;
    texts.delete(id);
  };
  return {
    put(id, value) {
      drop(id);
      const text = Buffer.from(JSON.stringify(value));
      texts.set(id, text);
      total += text.length;
      for (const oldest of texts.keys()) {
        if (texts.size <= count && total <= bytes) break;
        drop(oldest);
      }
    },
    get(id) {
      const text = texts.get(id);
      return text === undefined ? null : (JSON.parse(text.toString()) as T);
    },
  };
}
