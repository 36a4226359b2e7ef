/** Pixels of the longer side of the small picture that the log shows. */
const SIDE = 480;
const QUALITY = 0.8;

export interface Measured {
  width: number;
  height: number;
  /** Absent when the picture is small already. */
  thumbnail?: Blob;
}

/** A picture's measure, and a small copy of it. Undefined: this is no picture that browsers can show. */
export async function measure(file: Blob, thumbnailMax: number): Promise<Measured | undefined> {
  if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return undefined;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  try {
    const { width, height } = bitmap;
    const scale = Math.min(1, SIDE / Math.max(width, height));
    if (scale === 1 && file.size <= thumbnailMax) return { width, height };
    const thumbnail = await small(bitmap, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    return thumbnail && thumbnail.size <= thumbnailMax ? { width, height, thumbnail } : { width, height };
  } finally {
    bitmap.close();
  }
}

function small(bitmap: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  // What is transparent would be black in a JPEG.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
