package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arranges who is writer and who follows whom. One arrangement is made at a time, by a test or by a
 * {@link Supervisor}; looking at the members waits for nobody.
 */
final class ControlPlane {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
  private static final Duration STREAMING = Duration.ofSeconds(20);
  private static final Duration RESUMING = Duration.ofSeconds(3);

  private final Installation installation;
  private final ReentrantLock arranging = new ReentrantLock();
  private volatile Members members;
  private int named;

  ControlPlane(Installation installation) {
    this.installation = installation;
    List<PostgresServer> servers = new ArrayList<>();
    for (int i = 0; i <= installation.plan().readers(); i++) {
      servers.add(newServer());
    }
    members = Members.of(servers);
  }

  Members members() {
    return members;
  }

  boolean writerIsLost() {
    return !members.writer().isResponsive();
  }

  void start() {
    PostgresServer first = members.writer();
    List<PostgresServer> others = members.servers().subList(1, members.servers().size());
    installation.initialize(first);
    Threads.forEach(others, other -> installation.copy(first, other));
    Threads.forEach(members.servers(), PostgresServer::start);
    others.forEach(other -> Replication.awaitStreaming(other, first, STREAMING));
  }

  Promotion promote(PostgresServer server) {
    return arrange(
        () -> {
          requireReader(server);
          server.process().requireThawed();
          return promote(server, System.nanoTime());
        });
  }

  Promotion failOver() {
    return arrange(this::promoteMostAdvanced);
  }

  /** Fails over unless the writer has come back, or was replaced, meanwhile. */
  Optional<Promotion> failOverIfLost() {
    return arrange(() -> writerIsLost() ? Optional.of(promoteMostAdvanced()) : Optional.empty());
  }

  Promotion switchOver(PostgresServer to) {
    return arrange(
        () -> {
          requireReader(to);
          PostgresServer old = members.writer();
          long startedAt = System.nanoTime();
          old.process().stop();
          Replication.awaitReceived(to, old.data().lastCheckpoint());
          Promotion promotion = promote(to, startedAt);
          // It stopped cleanly and the new writer has all it ever wrote: it can simply follow.
          old.data().follow(Replication.connectionInfo(to, old.name()));
          old.start();
          Replication.awaitStreaming(old, to, STREAMING);
          members = members.joined(old);
          return promotion;
        });
  }

  void repoint(PostgresServer server) {
    arrange(
        () -> {
          requireReader(server);
          Replication.follow(server, members.writer());
          return server;
        });
  }

  void rejoin(PostgresServer server) {
    arrange(
        () -> {
          requireNotWriter(server);
          copyWriterTo(server);
          members = members.joined(server);
          return server;
        });
  }

  PostgresServer addReader() {
    return arrange(
        () -> {
          PostgresServer server = newServer();
          copyWriterTo(server);
          members = members.joined(server);
          return server;
        });
  }

  void removeReader(PostgresServer server) {
    arrange(
        () -> {
          requireNotWriter(server);
          if (server.isResponsive()) {
            server.process().stop();
          } else {
            server.process().end();
          }
          server.relay().close();
          members = members.left(server);
          return server;
        });
  }

  void heal() {
    arrange(
        () -> {
          members.servers().forEach(this::thaw);
          PostgresServer writer = members.writer();
          if (!writer.isRunning()) {
            writer.start();
          }
          List<PostgresServer> others =
              members.servers().stream().filter(server -> server != writer).toList();
          Threads.forEach(others, this::mend);
          others.forEach(other -> members = members.joined(other));
          // Clients come last: they never meet a former writer on its way back.
          members.servers().forEach(server -> server.relay().heal());
          return writer;
        });
  }

  void close() {
    for (PostgresServer server : members.servers()) {
      server.relay().close();
      server.process().end();
    }
  }

  /** A former writer stays frozen: thawed, it would take itself for the writer still. */
  private void thaw(PostgresServer server) {
    if (server.isFrozen() && !members.deposed().contains(server)) {
      server.process().thaw();
    }
  }

  private void mend(PostgresServer server) {
    if (members.deposed().contains(server)) {
      copyWriterTo(server);
      return;
    }
    if (!server.isRunning()) {
      server.start();
    }
    Replication.follow(server, members.writer());
    try {
      Replication.awaitStreaming(server, members.writer(), RESUMING);
    } catch (PostgresClusterException e) {
      LOG.info("{} cannot follow by itself and is copied anew: {}", server, e.getMessage());
      copyWriterTo(server);
    }
  }

  private Promotion promoteMostAdvanced() {
    long startedAt = System.nanoTime();
    List<PostgresServer> readers = members.responsiveReaders();
    try {
      // First nobody receives any more: from then on the old writer, should it still live, gets no
      // acknowledgement, and what has been received no longer changes while it is compared.
      Threads.forEach(readers, Replication::stopReceiving);
      return promote(mostAdvanced(readers), startedAt);
    } catch (RuntimeException e) {
      // Without a new writer the old one, should it return, needs its readers.
      try {
        followWriter();
      } catch (RuntimeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  private static PostgresServer mostAdvanced(List<PostgresServer> readers) {
    return readers.stream()
        .max(Comparator.comparingLong(Replication::received))
        .orElseThrow(() -> new PostgresClusterException("no reader is left to be promoted"));
  }

  private Promotion promote(PostgresServer server, long startedAt) {
    PostgresServer previous = members.writer();
    Replication.promote(server);
    Promotion promotion = new Promotion(server, previous, startedAt, System.nanoTime());
    members = members.promoted(server);
    LOG.info(
        "{} promoted in place of {} in {} ms", server, previous, promotion.duration().toMillis());
    followWriter();
    return promotion;
  }

  private void followWriter() {
    PostgresServer writer = members.writer();
    Threads.forEach(members.responsiveReaders(), reader -> Replication.follow(reader, writer));
  }

  private void copyWriterTo(PostgresServer server) {
    server.process().end();
    BaseBackup.restore(members.writer(), server);
    server.start();
    Replication.awaitStreaming(server, members.writer(), STREAMING);
  }

  private PostgresServer newServer() {
    named++;
    return installation.server("pg" + named);
  }

  private void requireReader(PostgresServer server) {
    requireNotWriter(server);
    if (members.deposed().contains(server)) {
      throw new IllegalArgumentException(server + " was deposed and has to rejoin first");
    }
  }

  private void requireNotWriter(PostgresServer server) {
    if (server == members.writer()) {
      throw new IllegalArgumentException(server + " is the writer");
    }
    if (!members.servers().contains(server)) {
      throw new IllegalArgumentException(server + " is not in this cluster");
    }
  }

  private <T> T arrange(Supplier<T> arrangement) {
    arranging.lock();
    try {
      T result = arrangement.get();
      installation.changes().signal();
      return result;
    } finally {
      arranging.unlock();
    }
  }
}
