"""PyPI django-appointment on the scenario of docs/scheduling.md: test client and SQLite, one call a practitioner and day.

Run by `cargo xtask bench schedule` with the Python in which pip has installed it; prints one JSON object. It knows no
lunch and refuses bookings that are longer than the service, so its counts are its own.
"""
import datetime as dt
import json
import sys
import time
from importlib.metadata import version

import django
from django.conf import settings

MONDAY = dt.date(2027, 1, 11)
CASES = [(1, 7)] if sys.argv[1:] == ["quick"] else [(1, 30), (5, 30), (20, 30)]
TIMED_RUNS = 3

settings.configure(
    SECRET_KEY="benchmark", USE_TZ=True, TIME_ZONE="Europe/Stockholm", ALLOWED_HOSTS=["*"], ROOT_URLCONF="peer_urls",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGGING_CONFIG=None,
    INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
                    "django.contrib.sessions", "django.contrib.messages", "appointment"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware"])
django.setup()

import types  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import include, path  # noqa: E402

sys.modules["peer_urls"] = types.ModuleType("peer_urls")
sys.modules["peer_urls"].urlpatterns = [path("appointment/", include("appointment.urls"))]
call_command("migrate", run_syncdb=True, verbosity=0)

from appointment.models import Appointment, AppointmentRequest, Service, StaffMember, WorkingHours  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.test import Client  # noqa: E402


def people(count, days):
    """So many staff with their hours and what the application takes of twelve bookings a day."""
    users, state, kept = get_user_model().objects, 42, 0
    service = Service.objects.create(name="visit", duration=dt.timedelta(minutes=30), price=0)
    patient = users.create_user(f"patient{time.monotonic_ns()}", "patient@example.org")
    staff = []
    for i in range(count):
        someone = StaffMember.objects.create(user=users.create_user(f"p{i}-{time.monotonic_ns()}"), slot_duration=30)
        someone.services_offered.add(service)
        for day in range(1, 6):
            WorkingHours.objects.create(staff_member=someone, day_of_week=day, start_time=dt.time(8),
                                        end_time=dt.time(17))
        staff.append(someone)
        for day in range(days):
            for _ in range(12):
                state = (1664525 * state + 1013904223) % 2**32
                begins = dt.datetime.combine(MONDAY, dt.time(8)) + dt.timedelta(days=day, minutes=15 * (36 * state >> 32))
                state = (1664525 * state + 1013904223) % 2**32
                ends = begins + dt.timedelta(minutes=15 * (1 + (4 * state >> 32)))
                try:
                    request = AppointmentRequest.objects.create(
                        date=begins.date(), start_time=begins.time(), end_time=ends.time(), service=service,
                        staff_member=someone)
                    Appointment.objects.create(client=patient, appointment_request=request, phone="",
                                               address="")
                    kept += 1
                except ValidationError:
                    continue
    return staff, service, kept


def run(client, staff, service, days):
    slots = 0
    for someone in staff:
        for day in range(days):
            query = {"selected_date": (MONDAY + dt.timedelta(days=day)).isoformat(), "staff_member": someone.pk,
                     "service_id": service.pk}
            answer = client.get("/appointment/ajax/available_slots/", query,
                                headers={"x-requested-with": "XMLHttpRequest"})
            slots += len(answer.json()["available_slots"])
    return slots


rows = []
for practitioners, days in CASES:
    for model in (Appointment, AppointmentRequest, StaffMember):
        model.objects.all().delete()
    staff, service, kept = people(practitioners, days)
    client = Client()
    run(client, staff[:1], service, 1)
    times, slots = [], 0
    for _ in range(TIMED_RUNS):
        begun = time.perf_counter()
        slots = run(client, staff, service, days)
        times.append((time.perf_counter() - begun) * 1e3)
    times.sort()
    rows.append({"practitioners": practitioners, "days": days, "bookings_taken": kept, "slots": slots,
                 "min_ms": times[0], "median_ms": times[TIMED_RUNS // 2]})
print(json.dumps({"version": version("django-appointment"), "django": version("Django"), "cases": rows}))
