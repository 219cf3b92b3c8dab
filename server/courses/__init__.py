"""Courses: tracks of modules, lessons and challenges, which players learn by; and what becomes of their attempts.

An attempt is a game of mode CHALLENGE of play, which also lets players begin it (`server.play.challenge_game`). The
composition root routes `endpoints` and `admin_endpoints`, and hands `consumer` to the feed, which keeps every attempt;
it keeps those that end in its own process at once (`keep_at_once`).
"""

from server.courses.attempts import consumer, keep_at_once, keep_attempt, missed
from server.courses.files import COURSES_FOLDER, ChallengeFile, CourseRefused, ModuleFile, TrackFile, read_courses
from server.courses.http import endpoints
from server.courses.http_admin import admin_endpoints
from server.courses.personal import PERSONAL_RECORDS
from server.courses.reading import courses_of
from server.courses.rows import Goals, TrackProgress
from server.courses.seed import CourseCounts, seed_courses

__all__ = [
    "COURSES_FOLDER",
    "PERSONAL_RECORDS",
    "ChallengeFile",
    "CourseCounts",
    "CourseRefused",
    "Goals",
    "ModuleFile",
    "TrackFile",
    "TrackProgress",
    "admin_endpoints",
    "consumer",
    "courses_of",
    "endpoints",
    "keep_at_once",
    "keep_attempt",
    "missed",
    "read_courses",
    "seed_courses",
]
