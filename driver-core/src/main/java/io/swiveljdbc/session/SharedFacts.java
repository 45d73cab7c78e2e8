package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.spi.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is asked once for a whole cluster and then known without a round trip: the settings that a
 * new session has, and the constants of the metadata.
 */
final class SharedFacts {

  private final ConcurrentMap<Object, Object> facts;

  private SharedFacts(ConcurrentMap<Object, Object> facts) {
    this.facts = facts;
  }

  static SharedFacts of(Cluster cluster) {
    return new SharedFacts(cluster.facts());
  }

  private record SettingsOf(Target account) {}

  /** Drivers have properties that change what their metadata says. */
  private record ConstantOf(Target account, MetadataConstant constant) {}

  /** What a new session of this login has; asks the connection when it is the first. */
  SessionSettings settings(Target target, Connection connection) throws SQLException {
    @Nullable SessionSettings known = settings(target);
    if (known != null) {
      return known;
    }
    SessionSettings asked = SessionSettings.of(connection);
    facts.put(new SettingsOf(target.account()), asked);
    return asked;
  }

  /** What a new session of this login has, if that was asked already. */
  @Nullable SessionSettings settings(Target target) {
    return (SessionSettings) facts.get(new SettingsOf(target.account()));
  }

  /** What the metadata of this login's sessions says, if it is known. */
  @Nullable Object constant(Target target, MetadataConstant constant) {
    return facts.get(new ConstantOf(target.account(), constant));
  }

  void learn(Target target, MetadataConstant constant, Object value) {
    facts.put(new ConstantOf(target.account(), constant), value);
  }
}
