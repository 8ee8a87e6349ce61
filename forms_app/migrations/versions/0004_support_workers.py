"""Support workers: sessions, samples, marks to find people by, what stories rest on"""

import flask_security
import sqlalchemy as sa
from alembic import op

import forms_app.encryption

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None
INDEXES = (
    ('ix_person_cares_for', 'person', ['provider', 'cares_for']),
    ('ix_referral_person', 'referral', ['provider', 'person']),
    ('ix_feedback_person', 'feedback', ['provider', 'person']),
    ('ix_wellbeing_payment_person', 'wellbeing_payment', ['provider', 'person']),
    ('ix_card_issued_person', 'card_issued', ['provider', 'person']),
    ('ix_invitation_person', 'invitation', ['person', 'round_id']),
    ('ix_safety_item_person', 'safety_item', ['provider', 'person']),
    ('ix_story_person', 'story', ['provider', 'person']),
    ('ix_story_consent_id', 'story', ['consent_id']),
    ('ix_change_made_provider', 'change_made', ['provider']),
    ('ix_message_staff_invitation_id', 'message', ['staff_invitation_id']),
)
"""Indexes by which what is on file of one person, one consent or one invitation is found."""


def upgrade() -> None:
    op.create_table('column_mapping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('header', sa.String(length=64), nullable=False),
    sa.Column('mapping', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_column_mapping_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_column_mapping'))
    )
    with op.batch_alter_table('column_mapping', schema=None) as batch_op:
        batch_op.create_index('ix_column_mapping_header', ['provider', 'kind', 'header'], unique=False)

    op.create_table('review_sample',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('framework', sa.String(length=60), nullable=False),
    sa.Column('clock', sa.String(length=60), nullable=False),
    sa.Column('period_start', sa.Date(), nullable=False),
    sa.Column('period_end', sa.Date(), nullable=False),
    sa.Column('share', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('seed', sa.String(length=40), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_review_sample_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_sample'))
    )
    with op.batch_alter_table('review_sample', schema=None) as batch_op:
        batch_op.create_index('ix_review_sample_period', ['provider', 'framework', 'clock', 'period_start'], unique=True)

    op.create_table('change_made',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('framework', sa.String(length=60), nullable=False),
    sa.Column('outcome', sa.String(length=140), nullable=True),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('did', sa.Text(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=True),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('once', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['user.id'], name=op.f('fk_change_made_approved_by')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_change_made_provider')),
    sa.ForeignKeyConstraint(['written_by'], ['user.id'], name=op.f('fk_change_made_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_made')),
    sa.UniqueConstraint('once', name=op.f('uq_change_made_once'))
    )
    op.create_table('sampling_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=60), server_default='people', nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('seed', sa.String(length=40), nullable=True),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('answer', sa.String(length=400), nullable=True),
    sa.Column('expires_at', sa.DateTime(), nullable=True),
    sa.Column('once', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['user.id'], name=op.f('fk_sampling_review_asked_by')),
    sa.ForeignKeyConstraint(['decided_by'], ['user.id'], name=op.f('fk_sampling_review_decided_by')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_sampling_review_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_review')),
    sa.UniqueConstraint('once', name=op.f('uq_sampling_review_once'))
    )
    with op.batch_alter_table('sampling_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sampling_review_provider'), ['provider'], unique=False)

    op.create_table('staff_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('device', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_staff_session_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_staff_session'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_user_id'), ['user_id'], unique=False)

    op.create_table('person_mark',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_person_mark_person'),
    sa.PrimaryKeyConstraint('provider', 'kind', 'mark', 'person', name=op.f('pk_person_mark'))
    )
    with op.batch_alter_table('person_mark', schema=None) as batch_op:
        batch_op.create_index('ix_person_mark_person', ['provider', 'person'], unique=False)

    op.create_table('sampled_person',
    sa.Column('sample_id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_sampled_person_person'),
    sa.ForeignKeyConstraint(['sample_id'], ['review_sample.id'], name=op.f('fk_sampled_person_sample_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sample_id', 'provider', 'person', name=op.f('pk_sampled_person'))
    )
    with op.batch_alter_table('sampled_person', schema=None) as batch_op:
        batch_op.create_index('ix_sampled_person', ['provider', 'person'], unique=False)

    op.create_table('told_apart',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('other', sa.String(length=80), nullable=False),
    sa.Column('told_by', sa.Integer(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'other'], ['person.provider', 'person.person'], name='fk_told_apart_other'),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_told_apart_person'),
    sa.ForeignKeyConstraint(['told_by'], ['user.id'], name=op.f('fk_told_apart_told_by')),
    sa.PrimaryKeyConstraint('provider', 'person', 'other', name=op.f('pk_told_apart'))
    )
    with op.batch_alter_table('told_apart', schema=None) as batch_op:
        batch_op.create_index('ix_told_apart_other', ['provider', 'other'], unique=False)

    op.create_table('status_change',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=True),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_status_change_person'),
    sa.ForeignKeyConstraint(['recorded_by'], ['user.id'], name=op.f('fk_status_change_recorded_by')),
    sa.PrimaryKeyConstraint('provider', 'person', 'since', name=op.f('pk_status_change'))
    )
    op.create_table('record_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('record', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('reason', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('taken_back', sa.Boolean(), nullable=False),
    sa.Column('replaced_by', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['provider', 'person'], ['person.provider', 'person.person'], name='fk_record_version_person'),
    sa.ForeignKeyConstraint(['replaced_by'], ['user.id'], name=op.f('fk_record_version_replaced_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_version'))
    )
    with op.batch_alter_table('record_version', schema=None) as batch_op:
        batch_op.create_index('ix_record_version_person', ['provider', 'person'], unique=False)
        batch_op.create_index('ix_record_version_record', ['provider', 'kind', 'record', 'number'], unique=True)

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withdrawn_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reference', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('once', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.create_unique_constraint(batch_op.f('uq_consent_once'), ['once'])
        batch_op.create_foreign_key(batch_op.f('fk_consent_withdrawn_by'), 'user', ['withdrawn_by'], ['id'])

    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('at_review', sa.String(length=80), nullable=True))

    with op.batch_alter_table('goal_review', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', forms_app.encryption.EncryptedText(), nullable=True))

    # Nothing wrote to this table before, so it is made anew.
    op.drop_table('staff_invitation')
    op.create_table('staff_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
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
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_staff_invitation_token_hash'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('staff_invitation_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_message_staff_invitation_id'), 'staff_invitation', ['staff_invitation_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.add_column(sa.Column('once', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_note_once'), ['once'])

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('name_hash')

    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notes', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('recorded_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_referral_recorded_by'), 'user', ['recorded_by'], ['id'])

    with op.batch_alter_table('sampling_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('review_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_sampling_grant_person', ['provider', 'person', 'granted_to'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_grant_review_id'), ['review_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_sampling_grant_review_id'), 'sampling_review', ['review_id'], ['id'])

    with op.batch_alter_table('story', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consent_scope', sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column('consent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('attributes', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('cleared', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('from_review', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('from_response', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('from_question', sa.String(length=140), nullable=True))
        batch_op.add_column(sa.Column('once', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_story_once'), ['once'])
        batch_op.create_foreign_key(batch_op.f('fk_story_consent_id'), 'consent', ['consent_id'], ['id'])

    # Tries are counted in `attempt`, for accounts that are there and such as are not.
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_column('locked_until')
        batch_op.drop_column('failed_sign_ins')

    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('failed_sign_ins', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('locked_until', sa.DateTime(), nullable=True))

    with op.batch_alter_table('story', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_story_consent_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_story_once'), type_='unique')
        batch_op.drop_column('once')
        batch_op.drop_column('from_question')
        batch_op.drop_column('from_response')
        batch_op.drop_column('from_review')
        batch_op.drop_column('cleared')
        batch_op.drop_column('attributes')
        batch_op.drop_column('consent_id')
        batch_op.drop_column('consent_scope')

    with op.batch_alter_table('sampling_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_sampling_grant_review_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_sampling_grant_review_id'))
        batch_op.drop_index('ix_sampling_grant_person')
        batch_op.drop_column('review_id')

    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_referral_recorded_by'), type_='foreignkey')
        batch_op.drop_column('recorded_by')
        batch_op.drop_column('notes')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name_hash', sa.VARCHAR(length=64), nullable=True))

    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_note_once'), type_='unique')
        batch_op.drop_column('once')

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_message_staff_invitation_id'), type_='foreignkey')
        batch_op.drop_column('staff_invitation_id')

    op.drop_table('staff_invitation')
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

    with op.batch_alter_table('goal_review', schema=None) as batch_op:
        batch_op.drop_column('words')

    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.drop_column('at_review')

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_consent_withdrawn_by'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_consent_once'), type_='unique')
        batch_op.drop_column('version')
        batch_op.drop_column('once')
        batch_op.drop_column('reference')
        batch_op.drop_column('withdrawn_by')

    with op.batch_alter_table('record_version', schema=None) as batch_op:
        batch_op.drop_index('ix_record_version_record')
        batch_op.drop_index('ix_record_version_person')

    op.drop_table('record_version')
    op.drop_table('status_change')
    with op.batch_alter_table('told_apart', schema=None) as batch_op:
        batch_op.drop_index('ix_told_apart_other')

    op.drop_table('told_apart')
    with op.batch_alter_table('sampled_person', schema=None) as batch_op:
        batch_op.drop_index('ix_sampled_person')

    op.drop_table('sampled_person')
    with op.batch_alter_table('person_mark', schema=None) as batch_op:
        batch_op.drop_index('ix_person_mark_person')

    op.drop_table('person_mark')
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_session_user_id'))

    op.drop_table('staff_session')
    with op.batch_alter_table('sampling_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sampling_review_provider'))

    op.drop_table('sampling_review')
    op.drop_table('change_made')
    with op.batch_alter_table('review_sample', schema=None) as batch_op:
        batch_op.drop_index('ix_review_sample_period')

    op.drop_table('review_sample')
    with op.batch_alter_table('column_mapping', schema=None) as batch_op:
        batch_op.drop_index('ix_column_mapping_header')

    op.drop_table('column_mapping')
