package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.Divergence;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each server said last, and so how far its log goes. That changes with every answer and is no
 * part of the topology; what it proves becomes an observation.
 */
final class ReplicationProgress {

  private final Map<HostAddress, SelfReport> last = new ConcurrentHashMap<>();

  /** Takes an answer in, before the topology shows what else follows from it. */
  void learn(SelfReport report) {
    last.put(report.address(), report);
  }

  /** The readers that are proved, by this answer of the writer, to be ahead of it. */
  List<Divergence> proofs(SelfReport report, Topology now) {
    boolean ofWriter =
        report.role() == Role.WRITER
            && now.writer().map(w -> w.address().equals(report.address())).orElse(false);
    return ofWriter
        ? now.servers().stream().flatMap(server -> ahead(server, report).stream()).toList()
        : List.of();
  }

  private Optional<Divergence> ahead(Server server, SelfReport writer) {
    return Optional.ofNullable(last.get(server.address()))
        .filter(said -> said.role() == Role.READER && server.role() == Role.READER)
        .filter(said -> said.instance().equals(server.instance()))
        .filter(said -> said.progress().outruns(writer.progress()))
        .map(
            said ->
                new Divergence(
                    server.address(),
                    said.progress().position(),
                    writer.address(),
                    writer.progress().position(),
                    writer.at()));
  }
}
