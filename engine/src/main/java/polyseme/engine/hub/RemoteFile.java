// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

/// A file as the hub knows it.
///
/// @param name its name; it lies at the top of its repository
/// @param size in bytes; −1 if not known yet
/// @param digest SHA-256 (64 digits) or the SHA-1 of a Git blob (40 digits) in hex; empty if not
///   known yet
record RemoteFile(String name, long size, String digest) {

  boolean isKnown() {
    return size >= 0 && ContentDigest.isDigest(digest);
  }
}
