const TAG = /<\/?[a-zA-Z0-9][^<>]*>/g;

/** Drops every tag but `<b>`, `<i>` and `<u>`, which most formats share. */
export function keepBasicTags(text: string): string {
  return text.replace(TAG, (tag) => {
    const name = /^<(\/?)([biu])(?=[\s.>])/i.exec(tag);
    return name ? `<${name[1]}${name[2]!.toLowerCase()}>` : "";
  });
}

/** Drops every tag, for formats that have none. */
export function dropTags(text: string): string {
  return text.replace(TAG, "");
}
