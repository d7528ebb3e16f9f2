// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The disk of this machine, with room for a number of changes: each file made, written to, forced,
/// copied or moved is one. When they are used up, every further one fails; removing never does.
final class FullDisk extends FileSystemProvider {

  private final FileSystemProvider real = Path.of("").getFileSystem().provider();
  private final FileSystem system = new FullSystem(this);
  private final AtomicLong room;

  FullDisk(long changes) {
    room = new AtomicLong(changes);
  }

  /// The same place, on this disk.
  Path at(Path place) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(), new Class<?>[] {Path.class}, new Handler(this, place));
  }

  /// Changes for which there is room left; below 0 if one failed.
  long left() {
    return room.get();
  }

  void change(Path path) throws IOException {
    if (room.decrementAndGet() < 0) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
  }

  /// Does what a path is asked at the place behind it.
  private record Handler(FullDisk disk, Path place) implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return disk.system;
      }
      if (method.getName().equals("equals")) {
        return arguments != null && arguments[0] instanceof Path other && place.equals(real(other));
      }
      var plain = arguments == null ? new Object[0] : arguments.clone();
      for (var i = 0; i < plain.length; i++) {
        plain[i] = plain[i] instanceof Path path ? real(path) : plain[i];
      }
      try {
        var result = method.invoke(place, plain);
        return result instanceof Path path ? disk.at(path) : result;
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
    }
  }

  private static Path real(Path path) {
    return Proxy.isProxyClass(path.getClass())
            && Proxy.getInvocationHandler(path) instanceof Handler handler
        ? handler.place
        : path;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.CREATE_NEW)
        || options.contains(StandardOpenOption.CREATE)) {
      change(path);
    }
    return new FullDiskChannel(this, path, FileChannel.open(real(path), options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    var paths = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(real(folder))) {
      for (var entry : entries) {
        paths.add(at(entry));
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return paths.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (!Files.exists(real(folder))) {
      change(folder);
    }
    real.createDirectory(real(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    change(to);
    real.copy(real(from), real(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change(to);
    real.move(real(from), real(to), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return real.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return real.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(real(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "full";
  }

  @Override
  public FileSystem newFileSystem(URI place, Map<String, ?> settings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI place) {
    return system;
  }

  @Override
  public Path getPath(URI place) {
    return at(Path.of(place));
  }

  private static final class FullSystem extends FileSystem {

    private final FullDisk disk;
    private final FileSystem real = Path.of("").getFileSystem();

    FullSystem(FullDisk disk) {
      this.disk = disk;
    }

    @Override
    public FileSystemProvider provider() {
      return disk;
    }

    @Override
    public Path getPath(String first, String... more) {
      return disk.at(real.getPath(first, more));
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return real.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return real.newWatchService();
    }

    @Override
    public void close() {}
  }
}
