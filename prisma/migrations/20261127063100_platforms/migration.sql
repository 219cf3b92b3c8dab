-- What players bring from other trainers: never ranked, in no statistics, and shown to themselves alone.
CREATE TYPE "Platform" AS ENUM ('MONKEYTYPE', 'KEYBR');

CREATE TABLE "platform_profiles" (
    "user_id" UUID NOT NULL,
    "platform" "Platform" NOT NULL,
    "handle" VARCHAR(50),
    "current_wpm" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "best_wpm" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    -- One of a platform.
    CONSTRAINT "platform_profiles_pkey" PRIMARY KEY ("user_id", "platform"),
    -- Nobody types a test faster, as server/platforms/past_tests.py has it.
    CONSTRAINT "platform_profiles_wpm_check" CHECK ("best_wpm" BETWEEN 0 AND 400 AND "current_wpm" BETWEEN 0 AND 400)
);
CREATE TABLE "platform_days" (
    "user_id" UUID NOT NULL,
    "platform" "Platform" NOT NULL,
    "day" DATE NOT NULL,
    "tests" INTEGER NOT NULL,
    "seconds" INTEGER NOT NULL,
    "mean_wpm" DOUBLE PRECISION NOT NULL,
    "best_wpm" DOUBLE PRECISION NOT NULL,
    "accuracy" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "platform_days_pkey" PRIMARY KEY ("user_id", "platform", "day"),
    CONSTRAINT "platform_days_tests_check" CHECK ("tests" >= 1 AND "seconds" >= 0),
    -- A mean may round to a bit above the best of equal speeds.
    CONSTRAINT "platform_days_wpm_check" CHECK ("mean_wpm" > 0 AND "mean_wpm" <= "best_wpm" + 0.000001 AND "best_wpm" <= 400),
    CONSTRAINT "platform_days_accuracy_check" CHECK ("accuracy" BETWEEN 0 AND 100.000001)
);
ALTER TABLE "platform_profiles" ADD CONSTRAINT "platform_profiles_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "platform_days" ADD CONSTRAINT "platform_days_user_id_platform_fkey"
    FOREIGN KEY ("user_id", "platform") REFERENCES "platform_profiles"("user_id", "platform") ON DELETE CASCADE ON UPDATE CASCADE;
