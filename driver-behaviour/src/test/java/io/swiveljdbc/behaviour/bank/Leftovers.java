package io.swiveljdbc.behaviour.bank;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads and file handles of this JVM: what is there that was not there before. */
final class Leftovers {
  private static final Path HANDLES = Path.of("/proc/self/fd");

  /** The JVM's own, and the drivers' cleaners, which are for the whole JVM. */
  private static final List<String> OTHERS =
      List.of(
          "ForkJoinPool",
          "process reaper",
          "CompletableFuture",
          "PostgreSQL-JDBC-Cleaner",
          "mysql-cj-abandoned-connection-cleanup",
          "Common-Cleaner",
          "Cleaner-",
          "Attach Listener",
          "logback",
          "surefire");

  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
  private final long handlesBefore;

  Leftovers() throws IOException {
    // With its first socket a JVM opens one that it keeps for ever.
    new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close();
    handlesBefore = handles().size();
  }

  List<String> threads() {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(threadsBefore);
    return now.stream()
        .map(Thread::getName)
        .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }

  boolean moreHandles() {
    return handles().size() > handlesBefore;
  }

  /** How many before, and what they are now. */
  String handlesInWords() {
    return handlesBefore + " before, now " + handles();
  }

  /** All but the files that a JVM opens when it loads classes; none where there is no /proc. */
  private static List<String> handles() {
    if (!Files.isDirectory(HANDLES)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(HANDLES)) {
      List<String> targets = new ArrayList<>();
      for (Path handle : all.collect(Collectors.toList())) {
        target(handle, targets);
      }
      return targets;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void target(Path handle, List<String> targets) {
    try {
      String target = Files.readSymbolicLink(handle).toString();
      if (!target.endsWith(".jar")
          && !target.endsWith(".so")
          && !target.endsWith("/fd")
          && !target.endsWith("random")) {
        targets.add(target);
      }
    } catch (IOException closedMeanwhile) {
      return;
    }
  }
}
