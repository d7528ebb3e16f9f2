// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.screens;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;

/// Writes pictures as PNG, eight bits a channel, so that nothing of the old desktop toolkit is
/// needed.
final class Png {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte BITS = 8;
  private static final byte RGBA = 6;

  private Png() {}

  static void write(Image image, Path file) throws IOException {
    var width = (int) image.getWidth();
    var height = (int) image.getHeight();
    var out = new ByteArrayOutputStream();
    out.write(SIGNATURE);
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(BITS).put(RGBA).put((byte) 0).put((byte) 0).put((byte) 0);
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", packed(image, width, height));
    chunk(out, "IEND", new byte[0]);
    Files.write(file, out.toByteArray());
  }

  private static byte[] packed(Image image, int width, int height) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var reader = image.getPixelReader();
    var pixels = new int[width];
    var line = new byte[1 + 4 * width];
    try (var deflater = new DeflaterOutputStream(bytes, new Deflater(6))) {
      for (var y = 0; y < height; y++) {
        reader.getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        for (var x = 0; x < width; x++) {
          var argb = pixels[x];
          line[1 + 4 * x] = (byte) (argb >> 16);
          line[2 + 4 * x] = (byte) (argb >> 8);
          line[3 + 4 * x] = (byte) argb;
          line[4 + 4 * x] = (byte) (argb >> 24);
        }
        deflater.write(line);
      }
    }
    return bytes.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
