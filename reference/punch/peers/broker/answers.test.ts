import { expect, it } from 'vitest';
import { authFailed, errorAnswer, jsonAnswer, notFound } from './answers.js';

const json = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };

it('answers in JSON that no cache keeps', () => {
  expect(jsonAnswer(201, { name: 'a', list: [1, null] })).toEqual({
    status: 201,
    headers: json,
    body: '{"name":"a","list":[1,null]}',
  });
});

it('adds headers, or replaces its own by them', () => {
  expect(jsonAnswer(200, {}, { 'Retry-After': '3', 'Cache-Control': 'max-age=1' }).headers).toEqual({
    ...json,
    'Retry-After': '3',
    'Cache-Control': 'max-age=1',
  });
  expect(jsonAnswer(200, {}).headers).toEqual(json);
});

it('says an error as its code and its message, and escapes what a client put there', () => {
  const hostile = '"}\r\nSet-Cookie: a=b\0';
  const answer = errorAnswer(429, 'RATE_LIMITED', hostile, { 'Retry-After': '60' });
  expect(answer).toMatchObject({ status: 429, headers: { ...json, 'Retry-After': '60' } });
  expect(answer.body).not.toMatch(/[\r\n\0]/);
  expect(Object.entries(JSON.parse(answer.body))).toEqual([
    ['error', 'RATE_LIMITED'],
    ['message', hostile],
  ]);
});

it('asks for a bearer token when authentication failed', () => {
  const { status, headers, body } = authFailed();
  expect([status, headers['WWW-Authenticate']]).toEqual([401, 'Bearer']);
  expect(JSON.parse(body)).toMatchObject({ error: 'AUTH_FAILED' });
});

it('answers 404 without a challenge for what does not exist', () => {
  const { status, headers, body } = notFound();
  expect([status, headers]).toEqual([404, json]);
  expect(JSON.parse(body)).toMatchObject({ error: 'SESSION_NOT_FOUND' });
});
