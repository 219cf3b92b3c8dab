export async function uploadAll(files, upload, onProgress) {
  const failed = [];
  for (const [index, file] of files.entries()) {
    await upload(file).catch(() => failed.push(file.name));
    onProgress((index + 1) / files.length);
  }
  return failed;
}
