// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of a [FullDisk]: every write and force is a change.
final class FullDiskChannel extends FileChannel {

  private final FullDisk disk;
  private final Path path;
  private final FileChannel inner;

  FullDiskChannel(FullDisk disk, Path path, FileChannel inner) {
    this.disk = disk;
    this.path = path;
    this.inner = inner;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return inner.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return inner.read(into, offset, length);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return inner.read(into, position);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    disk.change(path);
    return inner.write(from);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    disk.change(path);
    return inner.write(from, offset, length);
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    disk.change(path);
    return inner.write(from, position);
  }

  @Override
  public long position() throws IOException {
    return inner.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    inner.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return inner.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    inner.truncate(size);
    return this;
  }

  @Override
  public void force(boolean all) throws IOException {
    disk.change(path); // some disks tell only now
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel to) throws IOException {
    return inner.transferTo(position, count, to);
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) throws IOException {
    disk.change(path);
    return inner.transferFrom(from, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return inner.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return inner.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return inner.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    inner.close();
  }
}
