package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@link MysqlBase} of a cluster in containers, made by the one of its servers that is first.
 */
final class MysqlBaseOnce implements Function<Machine, MysqlData> {
  private final Path program;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable MysqlData made;

  MysqlBaseOnce(Path program) {
    this.program = program;
  }

  @Override
  public MysqlData apply(Machine machine) {
    lock.lock();
    try {
      MysqlData base = made;
      if (base == null) {
        base = MysqlBase.make(MysqlProgram.check(program, machine).path(), machine);
        made = base;
      }
      return base;
    } finally {
      lock.unlock();
    }
  }
}
