package io.swiveljdbc.session;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.Date;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;

/** A value of any type that occurs in the JDBC interfaces. */
final class Sample {

  private Sample() {}

  /** Arguments of a method; those of the same type differ by their position. */
  static Object[] argumentsOf(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return IntStream.range(0, types.length).mapToObj(i -> of(types[i], i + 1)).toArray();
  }

  static Object of(Class<?> type, int salt) {
    if (type.isInterface()) {
      return proxy(type);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), salt);
    }
    return type.isPrimitive() ? primitive(type, salt) : object(type, salt);
  }

  private static Object primitive(Class<?> type, int salt) {
    if (type == boolean.class) {
      return true;
    } else if (type == byte.class) {
      return (byte) -salt;
    } else if (type == short.class) {
      return (short) (-1000 - salt);
    } else if (type == int.class) {
      // The first is an index, a later one may be anything: negative ones tell how they are packed.
      return salt == 1 ? salt : -100_000 - salt;
    } else if (type == long.class) {
      return Long.MIN_VALUE + salt;
    } else if (type == float.class) {
      return -1.5f * salt;
    } else if (type == double.class) {
      return -Math.PI * salt;
    }
    return null; // void
  }

  @SuppressWarnings("JavaUtilDate")
  private static Object object(Class<?> type, int salt) {
    if (type == String.class) {
      return "text " + salt;
    } else if (type == BigDecimal.class) {
      return new BigDecimal("12.50");
    } else if (type == Date.class) {
      return new Date(1_000_000_000L * salt);
    } else if (type == Time.class) {
      return new Time(1_000_000L * salt);
    } else if (type == Timestamp.class) {
      return new Timestamp(1_000_000_123L * salt);
    } else if (type == Calendar.class) {
      return new GregorianCalendar(2026, Calendar.NOVEMBER, salt);
    } else if (type == InputStream.class) {
      return new ByteArrayInputStream(new byte[salt]);
    } else if (type == Reader.class) {
      return new StringReader("text " + salt);
    } else if (type == OutputStream.class) {
      return OutputStream.nullOutputStream();
    } else if (type == Writer.class) {
      return Writer.nullWriter();
    } else if (type == URL.class) {
      return url();
    }
    return rare(type);
  }

  private static Object rare(Class<?> type) {
    if (type == Class.class) {
      return Integer.class;
    } else if (type == Properties.class) {
      return new Properties();
    } else if (type == SQLWarning.class) {
      return new SQLWarning("a warning");
    } else if (type == RowIdLifetime.class) {
      return RowIdLifetime.ROWID_VALID_FOREVER;
    } else if (type == Object.class) {
      return UUID.fromString("5f0e7a34-0000-4000-8000-000000000001");
    }
    throw new IllegalArgumentException("no sample of " + type);
  }

  private static URL url() {
    try {
      return URI.create("https://example.org/").toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        Sample.class.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              case "toString" -> "a " + type.getSimpleName();
              default -> throw new SQLException("not meant to be called: " + method);
            });
  }
}
