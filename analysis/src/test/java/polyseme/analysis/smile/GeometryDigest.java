// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Says in one line what map and groups come out for fixed points; run in a process of its own.
final class GeometryDigest {

  private GeometryDigest() {}

  public static void main(String[] ignored) throws NoSuchAlgorithmException {
    System.out.println(line());
  }

  static String line() throws NoSuchAlgorithmException {
    var features = Points.features(Points.noise(600, 90, 31));
    try {
      var map = new SmilePca().project(features, 11, Progress.NONE);
      var groups = new SmileKMeans(2).cluster(features, 7, 11, Progress.NONE);
      var text = groups.labels() + " " + groups.quality() + " " + groups.method();
      var digest = MessageDigest.getInstance("SHA-256");
      for (var value : map.xy().toArray()) {
        digest.update(ByteBuffer.allocate(4).putFloat(0, value));
      }
      digest.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (PolysemeException failed) {
      return failed.what();
    }
  }
}
