package io.swiveljdbc.testkit;

/** One server of a {@link MysqlCluster}, named {@code my1}, {@code my2} and so on. */
public final class MysqlServer extends LocalServer {
  private final MysqlData data;

  MysqlServer(ServerParts parts, MysqlData data) {
    super(parts);
    this.data = data;
  }

  MysqlData data() {
    return data;
  }

  @Override
  Superuser superuser() {
    return superuser("mysql");
  }

  @Override
  Superuser superuser(String database) {
    process().requireThawed();
    return MysqlSession.open(this, database);
  }

  @Override
  void start() {
    data.forgetProcess();
    super.start();
  }
}
