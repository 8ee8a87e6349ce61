"""Casework beside the records"""

import hashlib
import json
import secrets

import flask_security
import sqlalchemy as sa
from alembic import op

import forms_app.encryption

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


EVENTS = sa.table(
    'audit_event',
    *(sa.column(name, sa.DateTime() if name == 'at' else None) for name in (
        'id', 'at', 'user_id', 'action', 'provider', 'person', 'details', 'salt', 'sealed', 'previous_hash', 'hash',
    )),
)


def _digest(content: list) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _chain_again(sealed: bool) -> None:
    """Chain the events over what they seal (or, going back, over what they say). What was broken stays broken."""
    connection = op.get_bind()
    old = new = '0' * 64
    last = 0
    while rows := connection.execute(
        sa.select(EVENTS).where(EVENTS.c.id > last).order_by(EVENTS.c.id).limit(1000)
    ).all():
        changes = []
        for row in rows:
            start = [row.at.isoformat(), row.user_id, row.action, row.provider]
            said = [row.person, row.details]
            salt = secrets.token_hex(16) if sealed else row.salt
            seal = _digest([salt, *said]) if sealed else row.sealed
            before = [row.previous_hash, *start, *(said if sealed else [row.sealed])]
            whole = row.previous_hash == old and row.hash == _digest(before)
            after = _digest([new, *start, *([seal] if sealed else said)]) if whole else _digest(['broken', row.id])
            change = {'of': row.id, 'previous': new, 'new_hash': after}
            changes.append(change | ({'new_salt': salt, 'new_seal': seal} if sealed else {}))
            old, new, last = row.hash, after, row.id
        values = {'previous_hash': sa.bindparam('previous'), 'hash': sa.bindparam('new_hash')}
        if sealed:
            values |= {'salt': sa.bindparam('new_salt'), 'sealed': sa.bindparam('new_seal')}
        connection.execute(sa.update(EVENTS).where(EVENTS.c.id == sa.bindparam('of')).values(values), changes)


def upgrade() -> None:
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('salt', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('sealed', sa.String(length=64), nullable=True))
    _chain_again(sealed=True)
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.alter_column('sealed', existing_type=sa.String(length=64), nullable=False)

    op.create_table('retention_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('ran_on', sa.Date(), nullable=False),
    sa.Column('removed', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=400), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_run'))
    )
    op.create_table('erasure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=64), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('erased_at', sa.DateTime(), nullable=False),
    sa.Column('erased_by', sa.Integer(), nullable=True),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['erased_by'], ['user.id'], name=op.f('fk_erasure_erased_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure'))
    )
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasure_who'), ['who'], unique=False)

    op.create_table('form_draft',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('typed', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('base_version', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_form_draft_provider')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_form_draft_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('provider', 'form', 'subject', 'user_id', name=op.f('pk_form_draft'))
    )
    op.create_table('guided_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('content', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('undo', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('rows', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['user.id'], name=op.f('fk_guided_import_made_by')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_guided_import_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guided_import'))
    )
    op.create_table('password_reset',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_password_reset_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_password_reset'))
    )
    with op.batch_alter_table('password_reset', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_reset_user_id'), ['user_id'], unique=False)

    op.create_table('sampling_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('granted_to', sa.Integer(), nullable=False),
    sa.Column('granted_by', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('granted_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['granted_by'], ['user.id'], name=op.f('fk_sampling_grant_granted_by')),
    sa.ForeignKeyConstraint(['granted_to'], ['user.id'], name=op.f('fk_sampling_grant_granted_to')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_sampling_grant_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_grant'))
    )
    op.create_table('staff_invitation',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('roles', sa.String(length=400), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['user.id'], name=op.f('fk_staff_invitation_made_by')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_staff_invitation_provider')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_staff_invitation'))
    )
    op.create_table('web_authn',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1024), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('transports', flask_security.datastore.AsaList(), nullable=True),
    sa.Column('backup_state', sa.Boolean(), nullable=False),
    sa.Column('device_type', sa.String(length=64), nullable=False),
    sa.Column('extensions', sa.String(length=255), nullable=True),
    sa.Column('create_datetime', sa.DateTime(), nullable=False),
    sa.Column('lastuse_datetime', sa.DateTime(), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('usage', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_web_authn_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_authn')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_web_authn_credential_id'))
    )
    with op.batch_alter_table('web_authn', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_authn_user_id'), ['user_id'], unique=False)

    op.create_table('attendance',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('activity', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'activity'], ['activity.provider', 'activity.activity'], name='fk_attendance_activity'),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_attendance_person'),
    sa.PrimaryKeyConstraint('provider', 'activity', 'person', name=op.f('pk_attendance'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_person', ['provider', 'person'], unique=False)

    op.create_table('card_issued',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('once', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_card_issued_person'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_card_issued')),
    sa.UniqueConstraint('once', name=op.f('uq_card_issued_once'))
    )
    with op.batch_alter_table('card_issued', schema=None) as batch_op:
        batch_op.create_index('ix_card_issued_on', ['provider', 'issued_on', 'kind'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('scope', sa.String(length=60), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_consent_person'),
    sa.ForeignKeyConstraint(['recorded_by'], ['user.id'], name=op.f('fk_consent_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('ix_consent_person', ['provider', 'person'], unique=False)

    op.create_table('emergency_plan',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('registered_on', sa.Date(), nullable=True),
    sa.Column('plan', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_emergency_plan_person'),
    sa.PrimaryKeyConstraint('provider', 'person', name=op.f('pk_emergency_plan'))
    )
    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('text', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_note_person'),
    sa.ForeignKeyConstraint(['written_by'], ['user.id'], name=op.f('fk_note_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index('ix_note_person', ['provider', 'person', 'written_at'], unique=False)

    op.create_table('wellbeing_payment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=10, scale=2), nullable=False),
    sa.Column('spent_on', sa.String(length=60), nullable=True),
    sa.Column('once', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_wellbeing_payment_person'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wellbeing_payment')),
    sa.UniqueConstraint('once', name=op.f('uq_wellbeing_payment_once'))
    )
    with op.batch_alter_table('wellbeing_payment', schema=None) as batch_op:
        batch_op.create_index('ix_wellbeing_payment_paid', ['provider', 'paid_on'], unique=False)

    op.create_table('review_version',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('review', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('reason', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('replaced_by', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'review'], ['review.provider', 'review.review'], name='fk_review_version_review'),
    sa.ForeignKeyConstraint(['replaced_by'], ['user.id'], name=op.f('fk_review_version_replaced_by')),
    sa.PrimaryKeyConstraint('provider', 'review', 'number', name=op.f('pk_review_version'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recorded_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_activity_recorded_by'), 'user', ['recorded_by'], ['id'])

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notes', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('recorded_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_contact_recorded_by'), 'user', ['recorded_by'], ['id'])

    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.add_column(sa.Column('acknowledged_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('person', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('about', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('what_was_done', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('recorded_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_feedback_recorded_by'), 'user', ['recorded_by'], ['id'])

    with op.batch_alter_table('goal_review', schema=None) as batch_op:
        batch_op.add_column(sa.Column('said_by', sa.String(length=60), nullable=True))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name_hash', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('cares_for', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('cared_for_name', forms_app.encryption.EncryptedText(), nullable=True))

    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.add_column(sa.Column('present', sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column('recorded_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_review_recorded_by'), 'user', ['recorded_by'], ['id'])

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mf_recovery_codes', flask_security.datastore.AsaList(), nullable=True))
        batch_op.add_column(sa.Column('fs_webauthn_user_handle', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_user_fs_webauthn_user_handle'), ['fs_webauthn_user_handle'])



def downgrade() -> None:
    _chain_again(sealed=False)
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_column('sealed')
        batch_op.drop_column('salt')

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_user_fs_webauthn_user_handle'), type_='unique')
        batch_op.drop_column('fs_webauthn_user_handle')
        batch_op.drop_column('mf_recovery_codes')

    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_review_recorded_by'), type_='foreignkey')
        batch_op.drop_column('recorded_by')
        batch_op.drop_column('present')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('cared_for_name')
        batch_op.drop_column('cares_for')
        batch_op.drop_column('name_hash')

    with op.batch_alter_table('goal_review', schema=None) as batch_op:
        batch_op.drop_column('said_by')

    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_feedback_recorded_by'), type_='foreignkey')
        batch_op.drop_column('version')
        batch_op.drop_column('recorded_by')
        batch_op.drop_column('what_was_done')
        batch_op.drop_column('about')
        batch_op.drop_column('person')
        batch_op.drop_column('acknowledged_on')

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_contact_recorded_by'), type_='foreignkey')
        batch_op.drop_column('recorded_by')
        batch_op.drop_column('notes')

    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_activity_recorded_by'), type_='foreignkey')
        batch_op.drop_column('recorded_by')

    op.drop_table('review_version')
    with op.batch_alter_table('wellbeing_payment', schema=None) as batch_op:
        batch_op.drop_index('ix_wellbeing_payment_paid')

    op.drop_table('wellbeing_payment')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index('ix_note_person')

    op.drop_table('note')
    op.drop_table('emergency_plan')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index('ix_consent_person')

    op.drop_table('consent')
    with op.batch_alter_table('card_issued', schema=None) as batch_op:
        batch_op.drop_index('ix_card_issued_on')

    op.drop_table('card_issued')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index('ix_attendance_person')

    op.drop_table('attendance')
    with op.batch_alter_table('web_authn', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_authn_user_id'))

    op.drop_table('web_authn')
    op.drop_table('staff_invitation')
    op.drop_table('sampling_grant')
    with op.batch_alter_table('password_reset', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_password_reset_user_id'))

    op.drop_table('password_reset')
    op.drop_table('guided_import')
    op.drop_table('form_draft')
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_erasure_who'))

    op.drop_table('erasure')
    op.drop_table('retention_run')
