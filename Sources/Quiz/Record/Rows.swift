import GRDB

/// How events are written to the tables, and histories read from them.
enum Rows {
  /// Writes an event. An event that is there already is left as it is; of places and settings the
  /// later one stays, of the times when a page was read the earlier one.
  static func write(_ event: RecordEvent, to database: Database) throws {
    switch event {
    case .review(let review):
      try database.execute(
        sql: "INSERT OR IGNORE INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          review.id, review.question, review.concept, Int64(bitPattern: review.seed),
          review.grade.rawValue, review.answer, review.isCorrect, review.hints,
          review.milliseconds, review.time, review.amends,
        ])
    case .prediction(let prediction):
      try database.execute(
        sql: "INSERT OR IGNORE INTO prediction VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          prediction.id, prediction.lesson, prediction.block, prediction.answer,
          prediction.isCorrect, prediction.time,
        ])
    case .place(let place):
      try database.execute(
        sql: """
          INSERT INTO place VALUES (?, ?, ?) ON CONFLICT (lesson) DO UPDATE
          SET page = excluded.page, time = excluded.time WHERE excluded.time >= time
          """, arguments: [place.lesson, place.page, place.time])
    case .page(let page):
      try database.execute(
        sql: """
          INSERT INTO page VALUES (?, ?, ?) ON CONFLICT (lesson, page) DO UPDATE
          SET time = excluded.time WHERE excluded.time < time
          """, arguments: [page.lesson, page.page, page.time])
    case .setting(let setting):
      try database.execute(
        sql: """
          INSERT INTO setting VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE
          SET value = excluded.value, time = excluded.time WHERE excluded.time >= time
          """, arguments: [setting.name, setting.value, setting.time])
    }
  }

  static func history(_ database: Database) throws -> History {
    func rows<T>(_ sql: String, _ make: (Columns) throws -> T) throws -> [T] {
      let cursor = try Row.fetchCursor(database, sql: sql)
      var result: [T] = []
      while let row = try cursor.next() { result.append(try make(Columns(row: row))) }
      return result
    }
    return History(
      reviews: try rows(
        """
        SELECT id, question, concept, seed, grade, answer, correct, hints, milliseconds, time,
        amends FROM review ORDER BY time, id
        """
      ) { row in
        Review(
          id: try row(0), question: try row(1), concept: try row(2),
          seed: UInt64(bitPattern: try row(3)), grade: Grade(rawValue: try row(4)) ?? .again,
          answer: try row(5), isCorrect: try row(6), hints: try row(7),
          milliseconds: try row(8), time: try row(9), amends: row.optional(10))
      },
      predictions: try rows(
        "SELECT id, lesson, block, answer, correct, time FROM prediction ORDER BY time, id"
      ) { row in
        Prediction(
          id: try row(0), lesson: try row(1), block: try row(2), answer: try row(3),
          isCorrect: try row(4), time: try row(5))
      },
      places: try rows("SELECT lesson, page, time FROM place ORDER BY lesson") { row in
        Place(lesson: try row(0), page: try row(1), time: try row(2))
      },
      pages: try rows("SELECT lesson, page, time FROM page ORDER BY lesson, time, page") { row in
        ReadPage(lesson: try row(0), page: try row(1), time: try row(2))
      },
      settings: try rows("SELECT name, value, time FROM setting ORDER BY name") { row in
        Setting(name: try row(0), value: try row(1), time: try row(2))
      })
  }

  /// The columns of a row. GRDB's own subscripts trap on a value of another type, which a damaged
  /// file can hold.
  private struct Columns {
    let row: Row

    func callAsFunction<T: DatabaseValueConvertible>(_ index: Int) throws -> T {
      guard let value: T = optional(index) else {
        throw DatabaseError(
          resultCode: .SQLITE_CORRUPT, message: "column \(index) holds \(row)")
      }
      return value
    }

    func optional<T: DatabaseValueConvertible>(_ index: Int) -> T? {
      T.fromDatabaseValue(row[index])
    }
  }
}
