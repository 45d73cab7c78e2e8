package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MySQL's Group Replication with a single primary: the group itself notices that its primary is
 * gone and chooses another, while a majority is left. The members reach each other by their own
 * ports, past the relays; only one that catches up comes through another's.
 */
final class GroupReplication implements Replication<MysqlServer> {
  private static final Logger LOG = LoggerFactory.getLogger(GroupReplication.class);

  /** It takes a group some 6 s to expel a member, and one that was let in some more to catch up. */
  private static final Duration BOUND = Duration.ofMinutes(2);

  private final MysqlInstallation installation;
  private final List<MysqlServer> created = new CopyOnWriteArrayList<>();

  /** Held while a group is formed anew: several servers may miss it. */
  private final Object forming = new Object();

  GroupReplication(MysqlInstallation installation) {
    this.installation = installation;
  }

  @Override
  public MysqlServer create(int number) {
    MysqlServer server = installation.server(number, GroupMember.SETTINGS);
    created.add(server);
    return server;
  }

  @Override
  public void form(MysqlServer primary, List<MysqlServer> secondaries) {
    List<MysqlServer> all = Stream.concat(Stream.of(primary), secondaries.stream()).toList();
    Threads.forEach(
        all,
        server -> {
          installation.prepare(server);
          server.start();
        });
    GroupMember.bootstrap(primary);
    Threads.forEach(secondaries, secondary -> resume(secondary, primary));
  }

  /** A group that lives without its former primary has another by now, or will soon. */
  @Override
  public void start(MysqlServer server, MysqlServer primary) {
    server.start();
    takeIn(server, primary);
  }

  private void takeIn(MysqlServer server, MysqlServer primary) {
    if (othersInGroup(server).isEmpty()) {
      if (server == primary) {
        GroupMember.bootstrap(server);
      } else {
        LOG.info("{} stays alone: nobody is left of its group", server);
      }
      return;
    }
    join(server, primary);
    if (server == primary) {
      promote(server);
    }
  }

  /** On a machine that is too slow for them, all members can expel each other. */
  @Override
  public void keepWriting(MysqlServer primary) {
    synchronized (forming) {
      if (!GroupMember.isIn(primary)) {
        LOG.info("{} is in no group any more", primary);
        takeIn(primary, primary);
      }
    }
  }

  /** Also while it is being stopped: it leaves the group at once, and ends seconds later. */
  @Override
  public boolean isLost(MysqlServer primary) {
    return !primary.isResponsive() || primary.process().isStopping();
  }

  @Override
  public Optional<MysqlServer> replacement(MysqlServer primary, List<MysqlServer> secondaries) {
    // One that is unreachable is about to be expelled, and to be replaced then.
    Await.until(
        "the group knows whether it reaches " + primary.name(),
        BOUND,
        () -> secondaries.stream().noneMatch(other -> GroupMember.misses(other, primary)));
    return secondaries.stream().filter(GroupMember::isPrimary).findFirst();
  }

  @Override
  public MysqlServer elect(List<MysqlServer> secondaries) {
    Await.until(
        "the group has a new primary",
        BOUND,
        () -> secondaries.stream().anyMatch(GroupMember::isPrimary));
    return secondaries.stream().filter(GroupMember::isPrimary).findFirst().orElseThrow();
  }

  @Override
  public void promote(MysqlServer secondary) {
    // Refused while the group has a member that it does not reach, or no primary yet.
    Await.until(
        secondary.name() + " is the group's primary",
        BOUND,
        () -> GroupMember.isPrimary(secondary) || GroupMember.becomesPrimary(secondary));
  }

  @Override
  public void follow(MysqlServer secondary, MysqlServer primary) {
    if (!GroupMember.isIn(secondary)) {
      join(secondary, primary);
    }
  }

  @Override
  public void resume(MysqlServer secondary, MysqlServer primary) {
    Await.until(
        secondary.name() + " is online in the group of " + primary.name(),
        BOUND,
        () -> {
          follow(secondary, primary); // while it caught up it may have fallen out again
          return GroupMember.sees(secondary, primary);
        });
  }

  @Override
  public void awaitReplayed(MysqlServer secondary, MysqlServer primary) {
    Gtids.awaitExecuted(secondary, Gtids.executed(primary));
  }

  /** The group does it all, when it is told who shall be primary. */
  @Override
  public void handOver(MysqlServer primary, MysqlServer successor) {}

  @Override
  public void stepBack(MysqlServer former, MysqlServer primary) {
    resume(former, primary);
  }

  @Override
  public void renew(MysqlServer server, MysqlServer primary) {
    server.process().end();
    if (!server.data().isPrepared()) {
      installation.prepare(server);
    }
    server.start();
    if (!Gtids.isPart(server, primary) || Gtids.isTooOld(server, primary)) {
      CloneCopy.restore(primary, server);
    }
    resume(server, primary);
  }

  /** A group refuses a member as long as it takes that member's killed predecessor for alive. */
  private void join(MysqlServer server, MysqlServer primary) {
    Await.until(server.name() + " joins the group", BOUND, () -> joins(server, primary));
  }

  private boolean joins(MysqlServer server, MysqlServer primary) {
    List<MysqlServer> others = othersInGroup(server);
    if (others.isEmpty() && server != primary && primary.isResponsive()) {
      keepWriting(primary);
    }
    return GroupMember.joins(
        server, others.stream().map(GroupMember::address).collect(Collectors.joining(",")));
  }

  private List<MysqlServer> othersInGroup(MysqlServer server) {
    return created.stream()
        .filter(other -> other != server && other.isResponsive() && GroupMember.isIn(other))
        .toList();
  }
}
