import GRDB

/// The tables of the record. Each migration leads from one version of the file to the next; they
/// are never changed, only added to.
enum Schema {
  /// Written into the file, so that another program's database is not taken for a record.
  static let applicationID: Int32 = 0x646C_626B

  static let migrations = [
    """
    CREATE TABLE review (
      id TEXT NOT NULL PRIMARY KEY, question TEXT NOT NULL, concept TEXT NOT NULL,
      seed INTEGER NOT NULL, grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
      answer TEXT NOT NULL, correct INTEGER NOT NULL, hints INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL, time REAL NOT NULL, amends TEXT
    ) STRICT;
    CREATE TABLE prediction (
      id TEXT NOT NULL PRIMARY KEY, lesson TEXT NOT NULL, block TEXT NOT NULL,
      answer TEXT NOT NULL, correct INTEGER NOT NULL, time REAL NOT NULL
    ) STRICT;
    CREATE TABLE place (
      lesson TEXT NOT NULL PRIMARY KEY, page TEXT NOT NULL, time REAL NOT NULL
    ) STRICT;
    CREATE TABLE page (
      lesson TEXT NOT NULL, page TEXT NOT NULL, time REAL NOT NULL, PRIMARY KEY (lesson, page)
    ) STRICT;
    CREATE TABLE setting (
      name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, time REAL NOT NULL
    ) STRICT;
    """
  ]

  /// The file is no record that this program can read.
  struct Foreign: Error, CustomStringConvertible {
    var description: String
  }

  /// Brings a file to the newest version; does nothing when it is there.
  static func migrate(_ database: Database) throws {
    guard try version(of: database) < migrations.count else { return }
    try database.inTransaction(.immediate) {
      // Looked at again: another program may have done it meanwhile.
      for version in try version(of: database)..<migrations.count {
        try database.execute(sql: migrations[version])
      }
      try database.execute(
        sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(migrations.count)")
      return .commit
    }
  }

  /// How many migrations a file has seen.
  /// - Throws: `Foreign` when it is no record, or one of a newer program.
  static func version(of database: Database) throws -> Int {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard application == applicationID || (tables == 0 && version == 0) else {
      throw Foreign(description: "it is another program's database")
    }
    guard (0...migrations.count).contains(version) else {
      throw Foreign(description: "it was written by a newer dlbook")
    }
    return version
  }
}
