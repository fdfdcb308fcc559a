"""Calendars of others: read into events; and events written out as calendars."""
