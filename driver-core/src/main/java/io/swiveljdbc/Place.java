package io.swiveljdbc;

import io.swiveljdbc.option.Options;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;

/**
 * What a URL and its properties lead to.
 *
 * @param engine the database family
 * @param target the hosts and the login, without Swivel's options
 * @param options those
 */
record Place(Engine engine, Target target, Options options) {}
