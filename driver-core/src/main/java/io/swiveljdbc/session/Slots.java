package io.swiveljdbc.session;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections that a logical one holds: one to the writer and one to a reader at most,
 * and those that were let go while a result set was open on them.
 *
 * <p>Filled by the connection's own thread; {@link #forEach} may be called from any.
 */
final class Slots {

  private volatile List<PhysicalConnection> retired = List.of();
  private volatile @Nullable PhysicalConnection writer;
  private volatile @Nullable PhysicalConnection reader;

  /** Takes a new connection in; what was in its slot is let go. */
  void keep(PhysicalConnection opened) {
    if (opened.sealed()) {
      retire(reader);
      reader = opened;
    } else {
      retire(writer);
      writer = opened;
    }
  }

  /**
   * Puts one in the place of another, if that is still there, which is the caller's to end then.
   */
  boolean replace(PhysicalConnection old, PhysicalConnection successor) {
    if (old == reader && successor.sealed()) {
      reader = successor;
      return true;
    }
    if (old == writer && !successor.sealed()) {
      writer = successor;
      return true;
    }
    return false;
  }

  /** A connection that leads to one of these servers. */
  @Nullable PhysicalConnection among(List<Server> servers) {
    for (Server server : servers) {
      for (PhysicalConnection held : held()) {
        if (!held.dead() && held.leadsTo(server)) {
          return held;
        }
      }
    }
    return null;
  }

  /**
   * The connection that a transaction cannot do without, as long as it can run there. One that was
   * lost is given out whatever the transaction needs, so that it is told.
   */
  @Nullable PhysicalConnection pinned(boolean readOnly) {
    PhysicalConnection one = writer;
    if (one != null && one.pins().areNeeded()) {
      return one;
    }
    PhysicalConnection other = reader;
    return other != null && other.pins().areNeeded() && (readOnly || other.dead()) ? other : null;
  }

  /** Whether it is one of these, or was let go while a result set was open on it. */
  boolean have(PhysicalConnection connection) {
    return connection == writer || connection == reader || retired.contains(connection);
  }

  /** Those that are not let go, the reader's first. */
  List<PhysicalConnection> held() {
    PhysicalConnection first = reader;
    PhysicalConnection second = writer;
    if (first == null) {
      return second == null ? List.of() : List.of(second);
    }
    return second == null ? List.of(first) : List.of(first, second);
  }

  /** Those of them that are not known to be dead. */
  List<PhysicalConnection> alive() {
    List<PhysicalConnection> held = held();
    for (PhysicalConnection one : held) {
      if (one.dead()) {
        return held.stream().filter(other -> !other.dead()).toList();
      }
    }
    return held;
  }

  /** Does something with a connection. */
  interface Visit {
    void to(PhysicalConnection held) throws SQLException;
  }

  /** Visits those that are not let go and not known to be dead. */
  void visit(Visit visit) throws SQLException {
    visit(reader, visit);
    visit(writer, visit);
  }

  private static void visit(@Nullable PhysicalConnection held, Visit visit) throws SQLException {
    if (held != null && !held.dead()) {
      visit.to(held);
    }
  }

  /** Whether something keeps one of all these where it is. */
  boolean arePinned() {
    if (!retired.isEmpty()) {
      forgetDead();
    }
    PhysicalConnection one = reader;
    PhysicalConnection other = writer;
    return (one != null && !one.pins().isEmpty())
        || (other != null && !other.pins().isEmpty())
        || !retired.isEmpty();
  }

  /** Lets go of those that are unfit, as soon as no result set is open on them. */
  void retireIf(Predicate<PhysicalConnection> unfit) {
    for (PhysicalConnection held : held()) {
      if (unfit.test(held)) {
        empty(held);
        retire(held);
      }
    }
  }

  /**
   * Lets go of one as soon as no result set is open on it.
   *
   * @param use of the logical connection
   */
  void letGo(PhysicalConnection connection, SoleUse use) {
    empty(connection);
    if (!connection.leave(use)) {
      retire(connection);
    }
  }

  /** Lets go of all at once, whatever is open there. */
  void leave(SoleUse use) {
    @Nullable PhysicalConnection one = reader;
    @Nullable PhysicalConnection other = writer;
    try {
      leave(one, use);
    } finally {
      leave(other, use);
    }
  }

  private void leave(@Nullable PhysicalConnection held, SoleUse use) {
    if (held != null) {
      empty(held);
      if (!held.leave(use)) {
        held.close();
      }
    }
  }

  /** Whether all that are held can go to others, and nothing is being done with them. */
  boolean areAtLeisure() {
    return retired.isEmpty() && isAtLeisure(reader) && isAtLeisure(writer);
  }

  private static boolean isAtLeisure(@Nullable PhysicalConnection held) {
    return held == null || (held.isLent() && !held.inUse() && held.pins().isEmpty());
  }

  /** Whether a connection to this server would take nobody's place. */
  boolean haveRoomFor(Server server) {
    return (server.role() == Role.READER ? reader : writer) == null;
  }

  /** Ends a connection that was lost, whatever is open on it. */
  void drop(PhysicalConnection connection) {
    empty(connection);
    connection.drop();
  }

  /** Does something with every connection, also with those that were let go. */
  void forEach(Consumer<PhysicalConnection> action) {
    retired.forEach(action);
    held().forEach(action);
  }

  private void empty(PhysicalConnection connection) {
    if (connection == reader) {
      reader = null;
    }
    if (connection == writer) {
      writer = null;
    }
  }

  private void retire(@Nullable PhysicalConnection connection) {
    if (connection != null) {
      // First, so that an abort by another thread finds it.
      retired = Stream.concat(retired.stream(), Stream.of(connection)).toList();
      connection.retire();
      forgetDead();
    }
  }

  private void forgetDead() {
    retired = retired.stream().filter(one -> !one.dead()).toList();
  }
}
