/** A file's text, as UTF-8; `most` bytes of it where only its beginning is wanted. */
export const textOf = (file: Blob, most = file.size): Promise<string> =>
  new Promise((told, failed) => {
    const reader = new FileReader();
    reader.onload = () => told(String(reader.result));
    reader.onerror = () => failed(reader.error ?? new Error());
    reader.readAsText(file.slice(0, most));
  });
