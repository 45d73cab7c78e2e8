package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Programs, a place for files and settings: all it takes to make the servers of one cluster. */
record Installation(
    Binaries binaries,
    Workspace workspace,
    ClusterPlan plan,
    @Nullable Certificate certificate,
    Changes changes) {

  Login login() {
    Path trusted = certificate == null ? null : certificate.certificate();
    return new Login(plan.user(), plan.password(), plan.database(), trusted);
  }

  PostgresServer server(String name) {
    int directPort = Ports.free();
    DataDirectory data = new DataDirectory(workspace.resolve(name), workspace.account());
    Relay relay = new Relay(Ports.free(), directPort);
    ServerProcess[] process = new ServerProcess[1];
    process[0] =
        new ServerProcess(
            name,
            workspace
                .account()
                .detached(
                    List.of(binaries.program("postgres").toString(), "-D", data.path().toString())),
            workspace.directory(),
            workspace.resolve(name + ".log"),
            () -> {
              if (!process[0].isRunning()) {
                relay.serverIsUp(false);
              }
              changes.signal();
            });
    return new PostgresServer(name, directPort, relay, data, process[0], login());
  }

  /** Creates the first server's data, not yet started: the others begin as copies of it. */
  void initialize(PostgresServer server) {
    List<String> initdb =
        List.of(
            binaries.program("initdb").toString(),
            "-D",
            server.data().path().toString(),
            "-U",
            Superuser.NAME,
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C");
    Command.run(
        workspace.account().command(initdb),
        workspace.directory(),
        workspace.resolve("initdb.log"));
    DataDirectory data = server.data();
    data.write("pg_hba.conf", ServerSettings.hostAccess(plan));
    ServerSettings.of(plan).forEach(data::set);
    data.set("port", Integer.toString(server.directPort()));
    if (certificate != null) {
      data.set("ssl", "on");
      data.set("ssl_cert_file", certificate.certificate().toString());
      data.set("ssl_key_file", certificate.key().toString());
    }
  }

  /** Makes a server, never started, a standby of another, neither of them started yet. */
  void copy(PostgresServer primary, PostgresServer standby) {
    DataDirectory data = standby.data();
    data.copyFrom(primary.data(), path -> true);
    data.set("port", Integer.toString(standby.directPort()));
    data.follow(Replication.connectionInfo(primary, standby.name()));
  }
}
