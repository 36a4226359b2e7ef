import { THUMBNAIL_MAX_BYTES } from "@parlor/protocol";

const EDGE_PX = 480;
const QUALITIES = [0.82, 0.6, 0.4];

export interface Picture {
  width: number;
  height: number;
  /** Absent when the picture itself is small enough, or none could be made. */
  thumbnail?: Blob;
}

/** The size of a picture as it will be shown, and a small one of it. Undefined: this is no picture that browsers show. */
export async function pictureOf(file: Blob): Promise<Picture | undefined> {
  let bitmap: ImageBitmap;
  try {
    // Turned as the camera says, which a canvas would not do by itself.
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
  const { width, height } = bitmap;
  try {
    const share = Math.min(1, EDGE_PX / Math.max(width, height));
    if (share === 1 && file.size <= THUMBNAIL_MAX_BYTES / 4) return { width, height };
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * share));
    canvas.height = Math.max(1, Math.round(height * share));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const thumbnail = await smallest(canvas);
    return { width, height, ...(thumbnail ? { thumbnail } : {}) };
  } finally {
    bitmap.close();
  }
}

async function smallest(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  for (const quality of QUALITIES) {
    // A browser that cannot write WebP answers with PNG.
    const webp = await blobOf(canvas, "image/webp", quality);
    const blob = webp?.type === "image/webp" ? webp : await blobOf(canvas, "image/jpeg", quality);
    if (blob && blob.size <= THUMBNAIL_MAX_BYTES) return blob;
  }
  return undefined;
}

export function blobOf(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
