package io.swiveljdbc.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program, a place for files and settings: all it takes to make the servers of one cluster. */
record MysqlInstallation(
    MysqlProgram program, MysqlData base, Workspace workspace, ClusterPlan plan, Changes changes) {

  Login login() {
    // A password travels in the clear, or encrypted with the server's key: any will do here.
    Map<String, String> encryption =
        new TreeMap<>(Map.of("sslMode", "DISABLED", "allowPublicKeyRetrieval", "true"));
    return new Login("mysql", plan.user(), plan.password(), plan.database(), encryption);
  }

  /** A server and its option file; it has no data yet. */
  MysqlServer server(int number, Map<String, String> settings) {
    String name = "my" + number;
    Relay relay = new Relay(Ports.free(), Ports.free());
    MysqlData data =
        new MysqlData(
            workspace.dataDirectory(name),
            new DataDirectory(workspace.directory(), workspace.account()),
            name + ".cnf");
    Map<String, String> all = new LinkedHashMap<>();
    all.put("datadir", data.path().toString());
    all.put("tmpdir", workspace.directory().toString());
    all.put("port", Integer.toString(relay.serverPort()));
    all.put("server_id", Integer.toString(number));
    all.putAll(MysqlSettings.forServers());
    all.putAll(settings);
    all.putAll(plan.settings());
    data.configure(all);
    List<String> command =
        List.of(program.path().toString(), "--defaults-file=" + data.optionPath());
    ServerProcess process = workspace.process(name, command, "TERM", relay, changes);
    return new MysqlServer(name, relay, process, login(), data);
  }

  void prepare(MysqlServer server) {
    server.data().reset(base);
  }
}
