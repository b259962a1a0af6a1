"""The reports of visits and courses."""

from fastapi import APIRouter

router = APIRouter()
