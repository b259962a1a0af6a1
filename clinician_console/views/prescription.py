"""Ordering a course."""

from fastapi import APIRouter

router = APIRouter()
