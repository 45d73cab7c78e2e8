package io.swiveljdbc.testkit;

/** One server of a {@link PostgresCluster}, named {@code pg1}, {@code pg2} and so on. */
public final class PostgresServer extends LocalServer {
  private final PostgresData data;

  PostgresServer(ServerParts parts, PostgresData data) {
    super(parts);
    this.data = data;
  }

  PostgresData data() {
    return data;
  }

  @Override
  Superuser superuser() {
    return superuser(PostgresSession.SUPERUSER);
  }

  @Override
  Superuser superuser(String database) {
    process().requireThawed();
    return PostgresSession.open(this, database);
  }
}
