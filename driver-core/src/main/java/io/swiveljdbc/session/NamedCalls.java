package io.swiveljdbc.session;

import java.sql.CallableStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a callable statement was told beside its indexed parameters: values by name, and out
 * parameters. In the order in which it was told, the last word for each parameter. For one thread
 * at a time.
 */
final class NamedCalls {

  /** One of the calls, to be repeated. */
  interface Call {
    void on(CallableStatement target) throws SQLException;
  }

  private final Map<Key, Call> calls = new LinkedHashMap<>();

  void value(String parameterName, Call call) {
    put(new Key(false, parameterName), call);
  }

  /** An out parameter, by its index or its name. */
  void outParameter(Object parameter, Call call) {
    put(new Key(true, parameter), call);
  }

  /** Forgets the values and keeps the out parameters, as clearParameters does. */
  void clearValues() {
    calls.keySet().removeIf(key -> !key.isOutParameter());
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  void applyTo(CallableStatement target) throws SQLException {
    for (Call call : calls.values()) {
      call.on(target);
    }
  }

  /** A snapshot, for addBatch. */
  NamedCalls copy() {
    NamedCalls copy = new NamedCalls();
    copy.calls.putAll(calls);
    return copy;
  }

  private void put(Key key, Call call) {
    calls.remove(key); // a name set again moves to the end, after what was set in between
    calls.put(key, call);
  }

  private record Key(boolean isOutParameter, Object parameter) {}
}
