package io.swiveljdbc.testkit;

import java.util.ArrayList;
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
final class ControlPlane<S extends LocalServer> {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  private final Replication<S> replication;
  private final Changes changes;
  private final ReentrantLock arranging = new ReentrantLock();
  private volatile Members<S> members;
  private int named;

  ControlPlane(Replication<S> replication, int readers, Changes changes) {
    this.replication = replication;
    this.changes = changes;
    List<S> servers = new ArrayList<>();
    for (int i = 0; i <= readers; i++) {
      servers.add(newServer());
    }
    members = Members.of(servers);
  }

  Members<S> members() {
    return members;
  }

  S member(LocalServer server) {
    return members.servers().stream()
        .filter(member -> member == server)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(server + " is not in this cluster"));
  }

  Changes changes() {
    return changes;
  }

  boolean writerIsLost() {
    return replication.isLost(members.writer());
  }

  void form() {
    arrange(
        () -> {
          replication.form(
              members.writer(), members.servers().subList(1, members.servers().size()));
          return members;
        });
  }

  void start(LocalServer server) {
    replication.start(member(server), members.writer());
  }

  void awaitReplayed() {
    Members<S> now = members;
    now.responsiveReaders().forEach(reader -> replication.awaitReplayed(reader, now.writer()));
  }

  Promotion promote(LocalServer server) {
    return arrange(
        () -> {
          S reader = reader(server);
          reader.process().requireThawed();
          return promote(reader, System.nanoTime());
        });
  }

  Promotion failOver() {
    return arrange(this::replaceWriter);
  }

  /** Fails over unless the writer has come back, or was replaced, meanwhile. */
  Optional<Promotion> failOverIfLost() {
    return arrange(() -> writerIsLost() ? Optional.of(replaceWriter()) : Optional.empty());
  }

  Promotion switchOver(LocalServer to) {
    return arrange(
        () -> {
          S successor = reader(to);
          S old = members.writer();
          long startedAt = System.nanoTime();
          replication.handOver(old, successor);
          Promotion promotion = promote(successor, startedAt);
          replication.stepBack(old, successor);
          members = members.joined(old);
          return promotion;
        });
  }

  void repoint(LocalServer server) {
    arrange(
        () -> {
          S reader = reader(server);
          replication.follow(reader, members.writer());
          return reader;
        });
  }

  void rejoin(LocalServer server) {
    arrange(() -> renew(notWriter(server)));
  }

  S addReader() {
    return arrange(
        () -> {
          S added = renew(newServer());
          LOG.info("added {}", added);
          return added;
        });
  }

  void removeReader(LocalServer server) {
    arrange(
        () -> {
          S leaving = notWriter(server);
          if (leaving.isResponsive()) {
            leaving.process().stop();
          } else {
            leaving.process().end();
          }
          leaving.relay().close();
          members = members.left(leaving);
          return leaving;
        });
  }

  void heal() {
    arrange(
        () -> {
          takeNoteOfReplacement();
          members.servers().forEach(this::thaw);
          S writer = members.writer();
          if (!writer.isRunning()) {
            replication.start(writer, writer);
          } else {
            replication.keepWriting(writer);
          }
          List<S> others = others();
          Threads.forEach(others, this::mend);
          others.forEach(other -> members = members.joined(other));
          // Clients come last: they never meet a former writer on its way back.
          members.servers().forEach(server -> server.relay().heal());
          return writer;
        });
  }

  /** Not by one that was deposed: it may have just woken, and not know it yet. */
  private void takeNoteOfReplacement() {
    S writer = members.writer();
    Optional<S> replacement = replication.replacement(writer, members.responsiveReaders());
    replacement.ifPresent(
        server -> {
          LOG.info("{} was replaced by {} with nobody's order", writer, server);
          members = members.promoted(server);
        });
  }

  private List<S> others() {
    return members.servers().stream().filter(server -> server != members.writer()).toList();
  }

  void close() {
    for (S server : members.servers()) {
      server.relay().close();
      server.process().end();
    }
  }

  /** A former writer stays frozen: thawed, it would take itself for the writer still. */
  private void thaw(S server) {
    if (server.isFrozen() && !members.deposed().contains(server)) {
      server.process().thaw();
    }
  }

  private void mend(S server) {
    S writer = members.writer();
    if (members.deposed().contains(server)) {
      replication.renew(server, writer);
      return;
    }
    if (!server.isRunning()) {
      replication.start(server, writer);
    }
    try {
      replication.resume(server, writer);
    } catch (LocalClusterException e) {
      LOG.info("{} cannot follow by itself and is made anew: {}", server, e.getMessage());
      replication.renew(server, writer);
    }
  }

  private S renew(S server) {
    replication.renew(server, members.writer());
    members = members.joined(server);
    return server;
  }

  private Promotion replaceWriter() {
    long startedAt = System.nanoTime();
    List<S> readers = members.responsiveReaders();
    if (readers.isEmpty()) {
      throw new LocalClusterException("no reader is left to be promoted");
    }
    try {
      return promote(replication.elect(readers), startedAt);
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

  private Promotion promote(S server, long startedAt) {
    S previous = members.writer();
    replication.promote(server);
    Promotion promotion = new Promotion(server, previous, startedAt, System.nanoTime());
    members = members.promoted(server);
    LOG.info(
        "{} promoted in place of {} in {} ms", server, previous, promotion.duration().toMillis());
    followWriter();
    return promotion;
  }

  private void followWriter() {
    S writer = members.writer();
    Threads.forEach(members.responsiveReaders(), reader -> replication.follow(reader, writer));
  }

  private S newServer() {
    named++;
    return replication.create(named);
  }

  private S reader(LocalServer server) {
    S reader = notWriter(server);
    if (members.deposed().contains(reader)) {
      throw new IllegalArgumentException(server + " was deposed and has to rejoin first");
    }
    return reader;
  }

  private S notWriter(LocalServer server) {
    if (server == members.writer()) {
      throw new IllegalArgumentException(server + " is the writer");
    }
    return member(server);
  }

  private <T> T arrange(Supplier<T> arrangement) {
    arranging.lock();
    try {
      T result = arrangement.get();
      changes.signal();
      return result;
    } finally {
      arranging.unlock();
    }
  }
}
